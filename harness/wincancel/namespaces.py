"""Moves a thread into a network namespace with a loopback interface that is up and nothing else.

Also a program: only a process without threads can enter a new user namespace, which ordinary users need for it. The
program enters both, says so with a line, and waits for the end of its standard input, so that somebody can open them.
It imports only what it needs: what it costs is Python's start.
"""

from __future__ import annotations

import ctypes
import os
import sys

# <linux/sched.h>, <sys/socket.h>, <linux/sockios.h>, <linux/if.h>
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_AF_INET = 2
_SOCK_DGRAM = 2
_SIOCSIFFLAGS = 0x8914
_IFF_UP = 0x1


class _InterfaceRequest(ctypes.Structure):
    """What struct ifreq is when flags are set."""

    _fields_ = (("name", ctypes.c_char * 16), ("flags", ctypes.c_short), ("unused", ctypes.c_char * 22))


def enter_new_network(within_new_user: bool = False) -> None:
    """Moves the calling thread into a new network namespace; on request its process into a new user namespace first.

    Raises OSError where the kernel refuses; the thread may be in the new namespaces even then.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    _succeed(libc.unshare(_CLONE_NEWNET | (_CLONE_NEWUSER if within_new_user else 0)))
    if within_new_user:
        _write("/proc/self/setgroups", "deny")  # or the kernel refuses the map of groups
        # Everybody stays who they are: Wine takes no prefix that is not its user's own.
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")
    any_socket = _succeed(libc.socket(_AF_INET, _SOCK_DGRAM, 0))
    _succeed(libc.ioctl(any_socket, _SIOCSIFFLAGS, ctypes.byref(_InterfaceRequest(b"lo", _IFF_UP))))
    os.close(any_socket)
    if within_new_user:
        # As on Windows, anybody may have the ports below 1024: they are what the network is for.
        _write("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0")


def _succeed(result: int) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:  # noqa: PTH123  # importing pathlib takes as long as all the rest
        file.write(text)


if __name__ == "__main__":
    enter_new_network(within_new_user=True)
    sys.stdout.write("entered\n")
    sys.stdout.flush()
    sys.stdin.read()
