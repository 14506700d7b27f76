#define _GNU_SOURCE
#include "clinux_files.h"
#include "resolving.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/xattr.h>
#include <unistd.h>

int clinux_open_directory_beneath(int root, const char *path) {
    struct open_how how = {
        .flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
    };
    return open_resolving(root, path, &how);
}

int clinux_open_child_directory(int directory, const char *name) {
    struct open_how how = {
        .flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV,
    };
    return open_resolving(directory, name, &how);
}

int clinux_set_attribute(int descriptor, const char *name, const void *value, size_t size) {
    return fsetxattr(descriptor, name, value, size, 0);
}

int clinux_set_link_attribute(const char *path, const char *name, const void *value, size_t size) {
    return lsetxattr(path, name, value, size, 0);
}

ssize_t clinux_get_link_attribute(const char *path, const char *name, void *value, size_t size) {
    return lgetxattr(path, name, value, size);
}

int clinux_sync_file_system(int descriptor) { return syncfs(descriptor); }
