"""Debian packages of any suite and architecture, fetched by an apt that is private to the project.

It has its own lists and state, so that it needs no root and changes nothing of the machine's package management. From
the machine it takes the mirror, and how to reach the network. What it fetches is verified as apt does it: Debian's key
signs the suite's index, which holds the hash of every package.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from . import cache
from .subprocesses import run_quietly
from .target import TargetUnavailable

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_UPDATE_SECONDS = 300
_DOWNLOAD_SECONDS = 1800
_QUERY_SECONDS = 60
_LOCK_SECONDS = 600
# Releases of Debian by the names a sources list may call them; others' archives have other names, or suffixes.
_RELEASES = re.compile(
    r"(?:oldoldstable|oldstable|stable|testing|unstable|bullseye|bookworm|trixie|forky|sid)(?:-updates)?"
)
# What the machine's apt may decide for ours. Not: hooks, which may delete or install things, and weaker verification.
_TAKEN_OVER = re.compile(r"Acquire::(?:http|https|ftp|tor|socks5h|Retries|ForceIPv4|ForceIPv6|Check-Date)\b")
_PRINTED_URI = re.compile(r"'(?P<uri>[^']+)' (?P<file>\S+) (?P<size>\d+) SHA256:(?P<sha256>[0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """A package file as the signed index describes it."""

    file: str
    """NAME_VERSION_ARCHITECTURE.deb"""
    sha256: str

    @property
    def name(self) -> str:
        """What apt knows it by."""
        return self.file.split("_")[0]

    @property
    def version(self) -> str:
        """Debian's version, with its epoch if it has one."""
        return self.file.split("_")[1].replace("%3a", ":")


class PrivateApt:
    """apt for one suite and architecture, with everything it keeps below `directory`."""

    def __init__(
        self, directory: Path, suite: str, architecture: str, expired_index: bool = False, alias: str | None = None
    ) -> None:
        """`suite` and `architecture` are Debian's words; `expired_index` accepts lists whose validity is over.

        `alias` is another name of the suite, taken where the lists under the first name do not fit together: mirrors
        keep them as files of their own, and may have got them at another time.
        """
        self._directory = directory / f"{suite}-{architecture}"
        self._suite = suite
        self._names = [suite] if alias is None else [suite, alias]
        self._architecture = architecture
        self._expired_index = expired_index

    def resolve(self, names: Sequence[str], report: Callable[[str], None]) -> list[Package]:
        """What the packages called `names` are at present, by the lists of the last update.

        The first call fetches the lists. Raises TargetUnavailable where they cannot be had or lack a name.
        """
        with self._alone():
            if not self._has_lists():
                self._update(report)
            return self._query(names)

    def fetch(self, packages: Sequence[Package], store: Path, report: Callable[[str], None]) -> list[Path]:
        """The files of `packages` in the directory `store`, each with the hash that the index gives.

        What is there already and intact is not fetched again. Raises TargetUnavailable; then nothing incomplete
        bears a package's name.
        """
        store.mkdir(parents=True, exist_ok=True)
        lacking = [package for package in packages if not _is_intact(store / package.file, package)]
        if lacking:
            report(f"fetching {len(lacking)} packages of Debian {self._suite} {self._architecture}")
            with tempfile.TemporaryDirectory(prefix=".fetch-", dir=store) as place:
                self._apt(
                    ["apt-get", "-qq", "download", *(package.name for package in lacking)],
                    "fetching packages",
                    _DOWNLOAD_SECONDS,
                    Path(place),
                )
                for package in lacking:
                    fetched = Path(place) / package.file
                    if not _is_intact(fetched, package):
                        raise TargetUnavailable(f"{package.file} is not what the signed index says it is")
                    fetched.replace(store / package.file)
        return [store / package.file for package in packages]

    def update(self, report: Callable[[str], None]) -> None:
        """Fetches the suite's lists anew; for when the mirror no longer has what the lists say."""
        with self._alone():
            self._update(report)

    def _alone(self) -> AbstractContextManager[None]:
        """Nobody else fetches these lists meanwhile: targets of several kinds are made of one suite's packages."""
        return cache.exclusive(self._directory.with_name(f"{self._directory.name}.lock"), _LOCK_SECONDS)

    def _has_lists(self) -> bool:
        return any(self._lists.glob("*_Packages*"))

    @property
    def _lists(self) -> Path:
        return self._directory / "lists"

    def _update(self, report: Callable[[str], None]) -> None:
        if not KEYRING.exists():
            raise TargetUnavailable(f"{KEYRING} is missing; install the package debian-archive-keyring")
        report(f"fetching the package lists of Debian {self._suite} {self._architecture}")
        failure: TargetUnavailable | None = None
        for mirror, suite in itertools.product(debian_mirrors(), self._names):
            self._configure(mirror, suite)
            try:
                # Without the error mode, apt calls an unreachable mirror a success with a warning.
                self._apt(
                    ["apt-get", "-qq", "-o", "APT::Update::Error-Mode=any", "update"],
                    f"fetching the package lists of Debian {self._suite}",
                    _UPDATE_SECONDS,
                )
            except TargetUnavailable as error:
                failure = failure or error
            else:
                return
        raise failure or TargetUnavailable(
            "this machine's apt knows no mirror of Debian; set WINCANCEL_DEBIAN_MIRROR to the URL of one"
        )

    def _configure(self, mirror: str, suite: str) -> None:
        for path in (self._lists / "partial", self._directory / "cache/archives/partial"):
            path.mkdir(parents=True, exist_ok=True)
        for lists in self._lists.glob("*_*"):
            lists.unlink()
        (self._directory / "status").touch()
        options = f"arch={self._architecture} signed-by={KEYRING} target=Packages"
        (self._directory / "sources.list").write_text(f"deb [{options}] {mirror} {suite} main\n")
        # A proxy's password may be in it.
        self.configuration.touch(mode=0o600)
        self.configuration.write_text("".join(f"{line}\n" for line in self._settings()))

    @property
    def configuration(self) -> Path:
        """The file that apt reads in place of the machine's configuration."""
        return self._directory / "apt.conf"

    def _settings(self) -> Iterator[str]:
        # Read before all others, so it can turn off the rest of the machine's configuration.
        yield 'Dir::Etc::main "/dev/null"; Dir::Etc::parts "/dev/null";'
        yield 'Dir::Etc::preferences "/dev/null"; Dir::Etc::preferencesparts "/dev/null";'
        yield f'Dir::Etc::sourcelist "{self._directory}/sources.list"; Dir::Etc::sourceparts "/dev/null";'
        yield f'Dir::State "{self._directory}"; Dir::State::status "{self._directory}/status";'
        yield f'Dir::State::lists "{self._lists}"; Dir::Cache "{self._directory}/cache";'
        # Lists compressed and no caches of them: a sixth of the space, for a query that is made once.
        yield 'Acquire::GzipIndexes "true"; Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";'
        yield f'APT::Architecture "{self._architecture}"; APT::Architectures {{ "{self._architecture}"; }};'
        yield 'APT::Sandbox::User ""; Acquire::Languages "none"; Acquire::Retries "2";'
        yield 'Acquire::http::Timeout "30"; Acquire::https::Timeout "30";'
        yield f'Acquire::Check-Valid-Until "{"false" if self._expired_index else "true"}";'
        yield from machine_network_settings()

    def _query(self, names: Sequence[str]) -> list[Package]:
        printed = self._apt(
            ["apt-get", "-qq", "--print-uris", "download", *names],
            f"looking up packages of Debian {self._suite}",
            _QUERY_SECONDS,
        )
        found: dict[str, Package] = {}
        for match in _PRINTED_URI.finditer(printed):
            package = Package(match["file"], match["sha256"])
            found[package.name] = package
        lacking = [name for name in names if name not in found]
        if lacking:
            raise TargetUnavailable(f"Debian {self._suite} {self._architecture} has no {', '.join(lacking)}")
        return [found[name] for name in names]

    def _apt(self, command: Sequence[str], purpose: str, seconds: float, directory: Path | None = None) -> str:
        environment = _environment() | {"APT_CONFIG": str(self.configuration)}
        return run_quietly(command, purpose, seconds, environment, directory)


def debian_mirrors() -> list[str]:
    """The mirrors of Debian's main archive that this machine's apt is configured with, the likeliest first.

    `$WINCANCEL_DEBIAN_MIRROR` stands above them. Empty where apt knows none; raises TargetUnavailable without apt.
    """
    given = os.environ.get("WINCANCEL_DEBIAN_MIRROR")
    if given:
        return [given]
    # Of a machine that never fetched its lists only the words of its sources are known, not the archive's origin.
    fields = ("REPO_URI", "RELEASE", "COMPONENT", "ORIGIN", "LABEL")
    printed = run_quietly(
        ["apt-get", "indextargets", "--format", "\t".join(f"$({field})" for field in fields), "Created-By: Packages"],
        "asking apt for its mirrors",
        _QUERY_SECONDS,
        _environment(),
    )
    certain, possible = [], []
    for line in printed.splitlines():
        uri, release, component, origin, label = (line.split("\t") + [""] * 5)[:5]
        if component != "main" or not _RELEASES.fullmatch(release) or uri.startswith(("cdrom:", "file:", "copy:")):
            continue
        if (origin, label) == ("Debian", "Debian"):
            certain.append(uri)
        elif origin in ("", "$(ORIGIN)"):
            possible.append(uri)
    return list(dict.fromkeys(certain + possible))


def machine_network_settings() -> Iterator[str]:
    """The lines of this machine's apt configuration that say how to reach the network."""
    for line in run_quietly(
        ["apt-config", "dump"], "asking apt for its settings", _QUERY_SECONDS, _environment()
    ).splitlines():
        if _TAKEN_OVER.match(line):
            yield line


def _environment() -> dict[str, str]:
    """Apt's messages in the language that is looked for here, and nothing of ours in its way."""
    return {key: value for key, value in os.environ.items() if key not in ("APT_CONFIG", "TMPDIR")} | {"LC_ALL": "C"}


def _is_intact(path: Path, package: Package) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == package.sha256
    except OSError:
        return False
