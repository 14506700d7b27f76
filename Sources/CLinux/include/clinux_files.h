/// Calls for trees that are written from names nobody vouches for, and for locks and watches on files.
/// Every function returns -1 with errno set when it fails, as the call it wraps does.
#ifndef CLINUX_FILES_H
#define CLINUX_FILES_H

#include <stddef.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

/// openat2(2) of a directory, with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS.
int clinux_open_directory_beneath(int root, const char *path);
/// openat2(2) of a directory by its name in another one, unless it is a symbolic link or a mount point (EXDEV).
int clinux_open_child_directory(int directory, const char *name);
/// fsetxattr(2) without flags.
int clinux_set_attribute(int descriptor, const char *name, const void *value, size_t size);
/// lsetxattr(2) without flags.
int clinux_set_link_attribute(const char *path, const char *name, const void *value, size_t size);
/// lgetxattr(2).
ssize_t clinux_get_link_attribute(const char *path, const char *name, void *_Nullable value, size_t size);
/// syncfs(2).
int clinux_sync_file_system(int descriptor);

#pragma clang assume_nonnull end
#endif
