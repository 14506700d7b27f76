internal import BerthImages
internal import BerthModel
internal import OCIRuntime

extension HostCheck {
    /// Programs that are not there, and users that the image does not know.
    func processFindings() throws -> [Diagnostic] {
        [runtimeFinding(), initFinding(), try userFinding()].compactMap(\.self)
    }

    private func runtimeFinding() -> Diagnostic? {
        guard let name = service.runtime else { return nil }
        do { _ = try Runtime.program(named: name) } catch {
            return finding(
                .error, "runtime", "\(error)",
                remedy: "install it, or remove runtime: to use \(drivers.runtime.program)")
        }
        return nil
    }

    private func initFinding() -> Diagnostic? {
        guard service.usesInitProgram, InitProgram.installed == nil else { return nil }
        return finding(
            .error, "init", "there is no program for the first process of the container",
            remedy: "install the package \(InitProgram.package)")
    }

    private func userFinding() throws -> Diagnostic? {
        guard let image, let passwd = try text("/etc/passwd", of: image),
            let group = try text("/etc/group", of: image)
        else { return nil }
        let name = service.user ?? image.configuration.user
        do throws(UserLookupError) {
            _ = try ContainerUser(name, passwd: passwd, group: group, extraGroups: service.privileges.groups)
            return nil
        } catch {
            let isExtra = service.privileges.groups.contains { error == .unknownGroup($0) }
            return finding(
                .error, isExtra ? "group_add" : "user", "\(error) (image \"\(service.image)\")",
                remedy: "use a name of the image, or a number")
        }
    }

    /// The text of a file of an image, which may be missing; nil when only a mounted image tells.
    private func text(_ path: String, of image: Image) throws -> String? {
        switch try drivers.images.file(path, of: image) {
        case .content(let bytes): String(decoding: bytes, as: UTF8.self)
        case .missing: ""
        case .linked: nil
        }
    }
}
