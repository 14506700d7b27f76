#pragma once

#include <errno.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

/// openat2(2) that is repeated, within a limit, when the kernel cannot tell whether ".." stayed inside.
///
/// That is so whenever anybody mounts or renames something at the same moment, here or elsewhere (EAGAIN).
static inline int open_resolving(int directory, const char *path, struct open_how *how) {
    for (int tries = 128;; tries--) {
        int descriptor = (int)syscall(SYS_openat2, directory, path, how, sizeof *how);
        if (descriptor >= 0 || errno != EAGAIN || tries == 1) return descriptor;
    }
}
