internal import CLinux
import Glibc

/// A mount of the calling mount namespace, from `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
public struct MountPoint: Sendable, Hashable {
    /// Where it is mounted.
    public let path: String
    /// The file system type.
    public let type: String
    /// The file system's own source, such as a device or `overlay`.
    public let source: String
    /// True when what is mounted in it is mounted in its peers too (mount_namespaces(7), "shared").
    public let isShared: Bool
    /// True when what is mounted in its master is mounted in it too ("slave").
    public let isSlave: Bool

    /// Reads a line.
    fileprivate init?(_ line: Substring) {
        let fields = line.split(separator: " ")
        guard let dash = fields.firstIndex(of: "-"), fields.count > dash + 2, dash > 5 else { return nil }
        path = unescapeMountPath(fields[4])
        type = String(fields[dash + 1])
        source = String(fields[dash + 2])
        isShared = fields[6..<dash].contains { $0.hasPrefix("shared:") }
        isSlave = fields[6..<dash].contains { $0.hasPrefix("master:") }
    }
}

/// All mounts below a directory, the innermost last.
public func mountPoints(below directory: String) throws(SystemError) -> [MountPoint] {
    try allMountPoints().filter { isPath($0.path, in: directory) }
}

/// The mount that a path, which must exist, is in; nil when its mount is not the namespace's.
public func mountPoint(holding path: String) throws(SystemError) -> MountPoint? {
    let path = try realPath(path)
    let holders = try allMountPoints().filter { isPath(path, in: $0.path) }
    let depth = holders.map(\.path.utf8.count).max()
    // Of several on one place the last hides the others.
    return holders.last { $0.path.utf8.count == depth }
}

private func allMountPoints() throws(SystemError) -> [MountPoint] {
    try readText("/proc/self/mountinfo").split(separator: "\n").compactMap(MountPoint.init)
}

private func isPath(_ path: String, in directory: String) -> Bool {
    path == directory || path.hasPrefix(directory.hasSuffix("/") ? directory : directory + "/")
}

private func unescapeMountPath(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "\\"), rest.count >= 3,
            let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
        {
            bytes.append(value)
            rest = rest.dropFirst(3)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Mounts one file or directory on another place; read-only when asked.
///
/// Needs CAP_SYS_ADMIN.
public func bindMount(_ source: String, on target: String, readOnly: Bool = false) throws(SystemError) {
    try check("mount", target) { unsafe mount(source, target, nil, UInt(MS_BIND), nil) }
    guard readOnly else { return }
    let flags = UInt(MS_BIND | MS_REMOUNT | MS_RDONLY)
    try check("mount", target) { unsafe mount(nil, target, nil, flags, nil) }
}

/// Mounts a tmpfs with the given options, such as `size=65536k,mode=755`.
public func mountTmpfs(on target: String, options: String) throws(SystemError) {
    try check("mount", target) { unsafe mount("tmpfs", target, "tmpfs", 0, options) }
}

/// Unmounts a place lazily (MNT_DETACH): it is gone at once for new users.
///
/// Nothing happens when nothing is mounted.
public func unmountLazily(_ path: String) throws(SystemError) {
    do throws(SystemError) { try check("umount2", path) { unsafe umount2(path, Int32(MNT_DETACH)) } } catch
        where error.code == EINVAL || error.isNotFound
    {}
}

/// Unmounts everything on a place and below it lazily, the innermost first; nothing happens when nothing is.
public func unmountAllLazily(below path: String) throws(SystemError) {
    guard fileExists(path) else { return }
    for mount in try mountPoints(below: realPath(path)).reversed() { try unmountLazily(mount.path) }
}

/// The layers and directories of an overlay file system (Documentation/filesystems/overlayfs.rst).
public struct OverlayMount: Sendable, Hashable {
    /// The read-only directories, the topmost first; at most 500.
    public var lower: [String]
    /// The writable directory, or nil for a read-only overlay.
    public var upper: String?
    /// The work directory on the same file system as `upper`.
    public var work: String?

    /// Describes an overlay.
    public init(lower: [String], upper: String? = nil, work: String? = nil) {
        self.lower = lower
        self.upper = upper
        self.work = work
    }

    /// Mounts it.
    ///
    /// Needs CAP_SYS_ADMIN.
    ///
    /// The new mount calls are used, with one `lowerdir+` a layer, because the option page of mount(2) holds
    /// about fifty paths only. Kernels before 6.7 lack `lowerdir+`; there the layers are named relative to
    /// their common directory, so that short names get hundreds of layers into the page.
    public func mount(on target: String) throws(SystemError) {
        do throws(SystemError) {
            try mountLayerByLayer(on: target)
        } catch  where error.code == EINVAL || error.code == ENOSYS {
            try mountByOptionPage(on: target)
        }
    }

    private func mountLayerByLayer(on target: String) throws(SystemError) {
        let context = OwnedDescriptor(
            adopting: try check("fsopen", "overlay") { unsafe clinux_fsopen("overlay") })
        func set(_ key: String, _ value: String) throws(SystemError) {
            try check("fsconfig", "\(key)=\(value)") {
                unsafe clinux_fsconfig_string(context.number, key, value)
            }
        }
        for layer in lower { try set("lowerdir+", layer) }
        if let upper { try set("upperdir", upper) }
        if let work { try set("workdir", work) }
        try check("fsconfig", "overlay on \(target)") { clinux_fsconfig_create(context.number) }
        let mounted = OwnedDescriptor(
            adopting: try check("fsmount", target) { clinux_fsmount(context.number, 0) })
        try check("move_mount", target) { unsafe clinux_move_mount(mounted.number, target) }
    }

    private func mountByOptionPage(on target: String) throws(SystemError) {
        let directory = commonDirectory(of: lower)
        var options =
            "lowerdir="
            + lower.map { escapeOverlayPath(String($0.dropFirst(directory.count + 1))) }
            .joined(separator: ":")
        if let upper { options += ",upperdir=" + escapeOverlayPath(upper) }
        if let work { options += ",workdir=" + escapeOverlayPath(work) }
        guard options.utf8.count < 4096 else {
            throw SystemError(code: E2BIG, call: "mount", subject: target)
        }
        let page = options
        // The working directory belongs to the process: a thread of its own leaves it first.
        try onOwnThread { () throws(SystemError) in
            try check("unshare") { clinux_unshare_working_directory() }
            try check("chdir", directory) { unsafe chdir(directory) }
            try check("mount", "overlay on \(target)") {
                unsafe Glibc.mount("overlay", target, "overlay", 0, page)
            }
        }
    }
}

/// The longest directory that holds all paths.
private func commonDirectory(of paths: [String]) -> String {
    var common = paths.first.map { Array($0.split(separator: "/").dropLast()) } ?? []
    for path in paths.dropFirst() {
        let parts = path.split(separator: "/").dropLast()
        let shared = zip(common, parts).prefix { pair in pair.0 == pair.1 }
        common = Array(common.prefix(shared.count))
    }
    return "/" + common.joined(separator: "/")
}

private func escapeOverlayPath(_ path: String) -> String {
    String(path.flatMap { $0 == ":" || $0 == "\\" ? ["\\", $0] : [$0] })
}

/// What the mount that a path is on forbids, of `nosuid`, `nodev` and `noexec`; nothing when nothing is there.
public func mountRestrictions(of path: String) throws(SystemError) -> [String] {
    var status = statvfs()
    do throws(SystemError) { try check("statvfs", path) { unsafe statvfs(path, &status) } } catch {
        if error.isNotFound || error.code == ENOTDIR { return [] }
        throw error
    }
    // The numbers of statvfs(3), which are those of mount(2).
    let words = [(MS_NOSUID, "nosuid"), (MS_NODEV, "nodev"), (MS_NOEXEC, "noexec")]
    return words.filter { status.f_flag & UInt($0.0) != 0 }.map(\.1)
}
