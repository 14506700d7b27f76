import Glibc

/// True when the tests run as root, which containers, networks and mounts need.
///
/// For `.enabled(if: isRoot, "needs root")`.
public let isRoot = geteuid() == 0
