import BerthModel

/// The text of a security option: a word, or a name and a value.
struct SecurityOptionText {
    /// What it means.
    let option: SecurityOption

    /// Reads an option; `:` is an old form of `=`.
    init(_ text: String) {
        let name = text.prefix { $0 != "=" && $0 != ":" }
        let value = String(text[name.endIndex...].dropFirst())
        option =
            switch (name, value) {
            case ("no-new-privileges", "true"), ("no-new-privileges", ""): .noNewPrivileges(true)
            case ("no-new-privileges", "false"): .noNewPrivileges(false)
            case ("seccomp", "unconfined"): .unconfinedSystemCalls
            case ("seccomp", "builtin"): .standardSystemCalls
            case ("seccomp", _) where !value.isEmpty: .systemCallFilter(path: value, text: nil)
            case ("apparmor", _) where !value.isEmpty: .appArmor(profile: value)
            case ("label", _) where !value.isEmpty: .label(value)
            case ("systempaths", "unconfined"): .unconfinedSystemPaths
            case ("writable-cgroups", "true"), ("writable-cgroups", ""): .writableControlGroups(true)
            case ("writable-cgroups", "false"): .writableControlGroups(false)
            default: .unknown(text)
            }
    }
}
