internal import BerthModel
internal import LinuxSystem

/// Fills an empty volume with what the image has at the place it is mounted on: content, owner and mode.
///
/// A volume that holds anything is left as it is. The directory itself is never replaced, since containers may have
/// it mounted; a copy that was cut short is known by a file beside it, and made again. Nobody else may fill the
/// volume meanwhile.
func seedVolume(_ directory: String, from rootfs: String, target: String) async throws {
    let unfinished = "\(directory).unfinished"
    let isUnfinished = fileExists(unfinished)
    guard try isUnfinished || directoryEntries(directory).isEmpty else { return }
    let image = try RootedDirectory(rootfs)
    guard let source = try image.resolve(target), let status = try linkStatus(source),
        status.kind == .directory
    else { return }
    if isUnfinished { for name in try directoryEntries(directory) { try removeTree("\(directory)/\(name)") } }
    if try directoryEntries(source).isEmpty {
        try setOwner(directory, user: status.user, group: status.group)
        return try setMode(directory, status.mode)
    }
    try writeFile(unfinished, "")
    let result = try await run(
        ProcessDescription("/bin/cp", ["-a", "--reflink=auto", "\(source)/.", directory]))
    guard result.succeeded else {
        throw Failure(
            .runtime,
            "cannot copy \"\(target)\" of the image into the volume at \"\(directory)\": \(result.errors)")
    }
    try removeFile(unfinished)
}
