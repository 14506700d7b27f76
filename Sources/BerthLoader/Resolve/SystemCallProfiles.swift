import BerthModel
import YAMLTree

/// The profiles of system calls that services name, by the paths as written; one that cannot be read is not there.
///
/// Whether a profile is needed shows when a container is made: reading a project does not fail for one.
func systemCallProfiles(
    of services: Mapping, in directory: String, home: String?, _ files: some FileSource
) -> [String: String] {
    let paths = services.flatMap { $0.value.strings("security_opt") }.compactMap(profilePath)
    return Dictionary(
        Set(paths).compactMap { path in
            // As above.
            guard let bytes = try? files.contents(ofFile: Paths.resolve(path, in: directory, home: home))
            else { return nil }
            return (path, String(decoding: bytes, as: UTF8.self))
        }, uniquingKeysWith: { first, _ in first })
}

/// The path of the profile that a security option names.
func profilePath(_ text: String) -> String? {
    guard case .systemCallFilter(let path, _) = SecurityOptionText(text).option else { return nil }
    return path
}

extension SecurityOption {
    /// The option with the text of its profile.
    func completed(from profiles: [String: String]) -> SecurityOption {
        guard case .systemCallFilter(let path, nil) = self else { return self }
        return .systemCallFilter(path: path, text: profiles[path])
    }
}
