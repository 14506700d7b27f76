/// The few calls that Swift cannot express: variadic functions, raw system calls, macros, and fork.
/// Every function returns -1 with errno set when it fails, as the call it wraps does.
#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

#pragma clang assume_nonnull begin

/// open(2) with a mode.
int clinux_open(const char *path, int flags, mode_t mode);
/// openat(2) with a mode.
int clinux_openat(int directory, const char *path, int flags, mode_t mode);
/// openat2(2) with RESOLVE_IN_ROOT: symbolic links and ".." stay below `root`.
int clinux_open_in_root(int root, const char *path, int flags, mode_t mode);
/// fork(2), for the guardian only, while the process has one thread.
pid_t clinux_fork(void);
/// setns(2) into a network namespace; affects the calling thread.
int clinux_enter_network(int descriptor);
/// unshare(2) with CLONE_NEWNET; affects the calling thread.
int clinux_unshare_network(void);
/// unshare(2) with CLONE_FS: the calling thread gets a working directory of its own.
int clinux_unshare_working_directory(void);
/// pidfd_open(2); the descriptor is close-on-exec.
int clinux_pidfd_open(pid_t pid);
/// pidfd_send_signal(2).
int clinux_pidfd_send_signal(int descriptor, int signal);
/// waitid(2) on a pidfd for a child that ended. Returns 1 with its code and status, 0 when it still runs.
int clinux_wait_pidfd(int descriptor, int *code, int *status);
/// renameat2(2) with RENAME_NOREPLACE.
int clinux_rename_noreplace(const char *from, const char *to);
/// fcntl(F_SETFL) with O_NONBLOCK added.
int clinux_set_nonblocking(int descriptor);
/// fcntl(F_DUPFD_CLOEXEC): the lowest free number that is at least `minimum`.
int clinux_duplicate(int descriptor, int minimum);
/// prctl(PR_SET_CHILD_SUBREAPER, 1).
int clinux_set_child_subreaper(void);
/// fsopen(2).
int clinux_fsopen(const char *type);
/// fsconfig(2) with FSCONFIG_SET_STRING.
int clinux_fsconfig_string(int descriptor, const char *key, const char *value);
/// fsconfig(2) with FSCONFIG_CMD_CREATE.
int clinux_fsconfig_create(int descriptor);
/// fsmount(2) with FSMOUNT_CLOEXEC.
int clinux_fsmount(int descriptor, unsigned attributes);
/// move_mount(2) of a whole mount descriptor to a path.
int clinux_move_mount(int descriptor, const char *target);
/// ioctl(TIOCGWINSZ).
int clinux_window_size(int descriptor, uint16_t *rows, uint16_t *columns);
/// posix_spawn(3) with a list of (parent, child) descriptor pairs; only those and 0, 1, 2 stay open.
/// Returns the errno value instead of -1, as posix_spawn(3) does.
int clinux_spawn(pid_t *pid, const char *path, char *const _Nullable *_Nonnull argv,
                 char *const _Nullable *_Nonnull envp, const int *pairs, size_t pair_count,
                 const char *_Nullable directory, int new_session, int new_group);
/// Returns when no spawn that had begun before the call is under way: until it executes its program, a child has
/// a copy of every descriptor, also of those that are closed here meanwhile.
void clinux_await_spawns(void);
/// signalfd(2) for the given signals, which are blocked in the calling thread.
int clinux_signalfd(const int *signals, size_t count);
/// Blocks the given signals in the calling thread and its later children.
int clinux_block_signals(const int *signals, size_t count);
/// epoll_create1(2) with EPOLL_CLOEXEC.
int clinux_epoll(void);
/// epoll_ctl(2): waits once for the descriptor to become readable, with the descriptor as the event's data.
int clinux_epoll_add(int epoll, int descriptor);
/// epoll_ctl(2) with EPOLL_CTL_DEL.
int clinux_epoll_remove(int epoll, int descriptor);
/// epoll_wait(2) without a time limit: stores the descriptors that became readable.
int clinux_epoll_wait(int epoll, int *descriptors, int count);
/// Opens an unlinked file in a directory (O_TMPFILE).
int clinux_open_temporary(const char *directory);
/// pipe2(2) with O_CLOEXEC.
int clinux_pipe(int *ends);
/// inotify_init1(2) with IN_CLOEXEC and IN_NONBLOCK.
int clinux_inotify(void);
/// O_PATH, which Swift does not see without _GNU_SOURCE.
int clinux_o_path(void);
/// unshare(2) with CLONE_FILES: the calling thread gets a descriptor table of its own, with 0, 1 and 2 alone.
int clinux_unshare_descriptors(void);
/// The number of rt_sigtimedwait(2), as `/proc/PID/syscall` shows it on this architecture.
int clinux_signal_wait_number(void);
/// SIGRTMIN and SIGRTMAX, which are calls in C.
int clinux_sigrtmin(void);
int clinux_sigrtmax(void);

#pragma clang assume_nonnull end
#endif
