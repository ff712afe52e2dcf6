/* Children of the runner, see ../runner/process.h: each leads a process group of its own, which stands for the job that
 * Windows has, and is ended with it. What leaves its group is for the harness's session to end. */
#include "../runner/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../paths.h"
#include "handles.h"

#define BY_PIDFD         ((idtype_t)3) /* P_PIDFD, which older headers lack */
#define SIGNAL_EXIT_CODE 128u          /* plus the signal's number: what a shell makes of it */

static pid_t group_of(const struct process *process)
{
    return (pid_t)(intptr_t)process->job;
}

HANDLE make_record_pipe(struct process *process, const char *run, unsigned number)
{
    int ends[2];
    (void)run;
    (void)number;
    memset(process, 0, sizeof(*process));
    if (pipe2(ends, O_CLOEXEC)) {
        posix_failed(errno);
        return NULL;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    process->records = posix_handle(POSIX_FILE, ends[0]);
    process->reading.hEvent = process->records; /* readable when there is something to read */
    process->go_on = CreateEventW(NULL, FALSE, FALSE, NULL);
    return posix_handle(POSIX_FILE, ends[1]);
}

static void become_child(pid_t parent, const char *batch_file, HANDLE write_end, HANDLE go_on)
{
    sigset_t none;
    int nothing = open("/dev/null", O_RDWR);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(3); /* it went before it could be told to take us along */
    for (int descriptor = 0; descriptor < 3; ++descriptor)
        dup2(nothing, descriptor);
    close(nothing);
    fcntl(posix_descriptor(write_end), F_SETFD, 0);
    fcntl(posix_descriptor(go_on), F_SETFD, 0);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execl("/proc/self/exe", "wincancel", "child", batch_file, (char *)NULL);
    _exit(3);
}

bool start_process(struct process *process, const WCHAR *batch_file, HANDLE write_end, const struct console *console)
{
    (void)console; /* there is none to be had */
    char *path = utf8_of(batch_file);
    pid_t parent = getpid(), child = fork();
    int error = errno;
    if (!child)
        become_child(parent, path, write_end, process->go_on);
    free(path);
    CloseHandle(write_end);
    if (child < 0)
        return posix_failed(error);
    setpgid(child, child); /* whoever of the two is first */
    process->job = (HANDLE)(intptr_t)child;
    int descriptor = (int)syscall(SYS_pidfd_open, child, 0);
    if (descriptor < 0) {
        error = errno;
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        return posix_failed(error);
    }
    process->process = posix_handle(POSIX_PROCESS, descriptor);
    return true;
}

DWORD read_records(struct process *process)
{
    if (process->at_end)
        return 0;
    ssize_t size = read(posix_descriptor(process->records), process->buffer, sizeof(process->buffer));
    if (size > 0)
        return (DWORD)size;
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    process->at_end = true;
    process->reading.hEvent = GetCurrentThread(); /* signalled never, where a pipe at its end is readable for ever */
    return 0;
}

void let_go_on(const struct process *process)
{
    SetEvent(process->go_on);
}

/* Whether /proc/NAME is a process of the group that has not ended. */
static bool is_of_group(const char *name, pid_t group)
{
    char path[64], line[512];
    char state;
    int its_group;
    snprintf(path, sizeof(path), "/proc/%.20s/stat", name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = file < 0 ? 0 : read(file, line, sizeof(line) - 1);
    if (file >= 0)
        close(file);
    if (size <= 0)
        return false;
    line[size] = 0;
    const char *after_name = strrchr(line, ')'); /* a name may have blanks and brackets in it */
    return after_name && sscanf(after_name + 1, " %c %*d %d", &state, &its_group) == 2 && its_group == group &&
           state != 'Z' && state != 'X';
}

DWORD processes_alive(const struct process *process)
{
    DWORD count = 0;
    DIR *directory = process->job ? opendir("/proc") : NULL;
    if (!directory)
        return 0;
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory))
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            count += is_of_group(entry->d_name, group_of(process));
    closedir(directory);
    return count;
}

static DWORD exit_code_of(HANDLE process)
{
    siginfo_t info = { 0 };
    if (waitid(BY_PIDFD, (id_t)posix_descriptor(process), &info, WEXITED | WNOHANG | WNOWAIT) || !info.si_pid)
        return 0;
    return info.si_code == CLD_EXITED ? (DWORD)info.si_status : SIGNAL_EXIT_CODE + (DWORD)info.si_status;
}

bool end_process(struct process *process, DWORD milliseconds, DWORD *code)
{
    kill(-group_of(process), SIGKILL);
    ULONGLONG deadline = GetTickCount64() + milliseconds;
    bool ended = WaitForSingleObject(process->process, milliseconds) == WAIT_OBJECT_0;
    while (processes_alive(process) && GetTickCount64() < deadline) {
        kill(-group_of(process), SIGKILL); /* one that was starting another */
        WaitForSingleObject(GetCurrentThread(), 1);
    }
    ended = ended && !processes_alive(process);
    *code = exit_code_of(process->process);
    return ended;
}

void forget_process(struct process *process)
{
    siginfo_t info;
    CloseHandle(process->records);
    CloseHandle(process->go_on);
    if (!process->process)
        return;
    /* Reaped only now: until then its number is its group's and nobody else's. */
    waitid(BY_PIDFD, (id_t)posix_descriptor(process->process), &info, WEXITED | WNOHANG);
    CloseHandle(process->process);
}
