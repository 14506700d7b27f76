#define _GNU_SOURCE
#include "clinux.h"
#include "resolving.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int clinux_open(const char *path, int flags, mode_t mode) { return open(path, flags, mode); }

int clinux_openat(int directory, const char *path, int flags, mode_t mode) {
    return openat(directory, path, flags, mode);
}

int clinux_open_in_root(int root, const char *path, int flags, mode_t mode) {
    struct open_how how = {
        .flags = (uint64_t)flags,
        .mode = (flags & (O_CREAT | O_TMPFILE)) ? mode : 0,
        .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
    };
    return open_resolving(root, path, &how);
}

pid_t clinux_fork(void) { return fork(); }
int clinux_enter_network(int descriptor) { return setns(descriptor, CLONE_NEWNET); }
int clinux_unshare_network(void) { return unshare(CLONE_NEWNET); }
int clinux_unshare_working_directory(void) { return unshare(CLONE_FS); }

int clinux_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int clinux_pidfd_send_signal(int descriptor, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, descriptor, signal, NULL, 0);
}

int clinux_wait_pidfd(int descriptor, int *code, int *status) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    if (waitid(P_PIDFD, (id_t)descriptor, &info, WEXITED | WNOHANG) < 0) return -1;
    if (info.si_pid == 0) return 0;
    *code = info.si_code;
    *status = info.si_status;
    return 1;
}

int clinux_rename_noreplace(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}


int clinux_set_nonblocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0) return -1;
    return fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

int clinux_duplicate(int descriptor, int minimum) { return fcntl(descriptor, F_DUPFD_CLOEXEC, minimum); }
int clinux_set_child_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
int clinux_fsopen(const char *type) { return (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC); }

int clinux_fsconfig_string(int descriptor, const char *key, const char *value) {
    return (int)syscall(SYS_fsconfig, descriptor, FSCONFIG_SET_STRING, key, value, 0);
}

int clinux_fsconfig_create(int descriptor) {
    return (int)syscall(SYS_fsconfig, descriptor, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
}

int clinux_fsmount(int descriptor, unsigned attributes) {
    return (int)syscall(SYS_fsmount, descriptor, FSMOUNT_CLOEXEC, attributes);
}

int clinux_move_mount(int descriptor, const char *target) {
    return (int)syscall(SYS_move_mount, descriptor, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH);
}

int clinux_window_size(int descriptor, uint16_t *rows, uint16_t *columns) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) < 0) return -1;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return 0;
}

// Held for reading by each spawn; a waiting writer holds back those that come after it.
static pthread_rwlock_t spawning = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

int clinux_spawn(pid_t *pid, const char *path, char *const _Nullable *argv, char *const _Nullable *envp,
                 const int *pairs, size_t pair_count, const char *directory, int new_session, int new_group) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, defaults;
    int result = posix_spawn_file_actions_init(&actions);
    if (result != 0) return result;
    result = posix_spawnattr_init(&attributes);
    if (result != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return result;
    }
    int highest = 2;
    for (size_t i = 0; result == 0 && i < pair_count; i++) {
        // dup2 onto itself clears close-on-exec (posix_spawn_file_actions_adddup2(3)).
        result = posix_spawn_file_actions_adddup2(&actions, pairs[2 * i], pairs[2 * i + 1]);
        if (pairs[2 * i + 1] > highest) highest = pairs[2 * i + 1];
    }
    if (result == 0) result = posix_spawn_file_actions_addclosefrom_np(&actions, highest + 1);
    if (result == 0 && directory != NULL) result = posix_spawn_file_actions_addchdir_np(&actions, directory);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (new_session) flags |= POSIX_SPAWN_SETSID;
    if (new_group) flags |= POSIX_SPAWN_SETPGROUP;
    sigemptyset(&none);
    sigfillset(&defaults);
    if (result == 0) result = posix_spawnattr_setflags(&attributes, flags);
    if (result == 0) result = posix_spawnattr_setsigmask(&attributes, &none);
    if (result == 0) result = posix_spawnattr_setsigdefault(&attributes, &defaults);
    if (result == 0 && new_group) result = posix_spawnattr_setpgroup(&attributes, 0);
    if (result == 0) {
        pthread_rwlock_rdlock(&spawning);
        result = posix_spawn(pid, path, &actions, &attributes, argv, envp);
        pthread_rwlock_unlock(&spawning);
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return result;
}

void clinux_await_spawns(void) {
    pthread_rwlock_wrlock(&spawning);
    pthread_rwlock_unlock(&spawning);
}

static void signal_set(sigset_t *set, const int *signals, size_t count) {
    sigemptyset(set);
    for (size_t i = 0; i < count; i++) sigaddset(set, signals[i]);
}

int clinux_block_signals(const int *signals, size_t count) {
    sigset_t set;
    signal_set(&set, signals, count);
    int result = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (result != 0) errno = result;
    return result == 0 ? 0 : -1;
}

int clinux_signalfd(const int *signals, size_t count) {
    sigset_t set;
    signal_set(&set, signals, count);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int clinux_sigrtmin(void) { return SIGRTMIN; }
int clinux_sigrtmax(void) { return SIGRTMAX; }

int clinux_epoll(void) { return epoll_create1(EPOLL_CLOEXEC); }

int clinux_epoll_add(int epoll, int descriptor) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.fd = descriptor};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

int clinux_epoll_remove(int epoll, int descriptor) { return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL); }

int clinux_epoll_wait(int epoll, int *descriptors, int count) {
    struct epoll_event events[64];
    int ready = epoll_wait(epoll, events, count < 64 ? count : 64, -1);
    for (int i = 0; i < ready; i++) descriptors[i] = events[i].data.fd;
    return ready;
}

int clinux_open_temporary(const char *directory) { return open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600); }
int clinux_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }
int clinux_inotify(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }
int clinux_o_path(void) { return O_PATH; }

int clinux_signal_wait_number(void) { return SYS_rt_sigtimedwait; }

int clinux_unshare_descriptors(void) {
    if (unshare(CLONE_FILES) < 0) return -1;
    return close_range(3, ~0U, 0);
}
