internal import BerthModel
internal import LinuxSystem

extension Platform {
    /// The platform of the machine this runs on, in Go's words.
    static var ofThisMachine: Platform {
        #if arch(x86_64)
            Platform(architecture: "amd64", os: "linux", variant: nil)
        #elseif arch(arm64)
            Platform(architecture: "arm64", os: "linux", variant: nil)
        #elseif arch(arm)
            Platform(architecture: "arm", os: "linux", variant: "v7")
        #elseif arch(riscv64)
            Platform(architecture: "riscv64", os: "linux", variant: nil)
        #elseif arch(powerpc64le)
            Platform(architecture: "ppc64le", os: "linux", variant: nil)
        #elseif arch(s390x)
            Platform(architecture: "s390x", os: "linux", variant: nil)
        #endif
    }

    /// Reads what a file or a command asks for, in the words that containerd takes: `linux/arm64/v8`, `arm64`,
    /// `linux`.
    init(_ asked: BerthModel.Platform) {
        let isArchitecture = asked.architecture == nil && !operatingSystems.contains(asked.system)
        self.init(
            architecture: isArchitecture
                ? asked.system : asked.architecture ?? Self.ofThisMachine.architecture,
            os: isArchitecture ? Self.ofThisMachine.os : asked.system, variant: asked.variant)
        self = normalized
    }

    /// `os/architecture/variant`, as tools print it.
    var name: String { [os, architecture, variant].compactMap(\.self).joined(separator: "/") }

    /// The same platform in the words of image indexes, without a variant that says nothing.
    var normalized: Platform {
        let (alias, implied) = aliases[architecture ?? ""] ?? (architecture, nil)
        let variant = (variant ?? implied).map { $0.first?.isNumber == true ? "v\($0)" : $0 }
        let plain = plainVariants[alias ?? ""]
        let standard = alias == "arm" ? variant ?? "v7" : variant
        return Platform(architecture: alias, os: os, variant: standard == plain ? nil : standard)
    }

    /// What a machine of this platform can run, the best first.
    var runnable: [Platform] {
        func variants(_ architecture: String, _ names: [String?]) -> [Platform] {
            names.map { Platform(architecture: architecture, os: os, variant: $0) }
        }
        switch architecture {
        case "amd64":
            return [self] + (variant == nil ? [] : variants("amd64", [nil])) + variants("386", [nil])
        case "arm64": return [self] + (variant == nil ? [] : variants("arm64", [nil])) + arms(upTo: "v8")
        case "arm": return arms(upTo: variant ?? "v7")
        default: return variant == nil ? [self] : [self] + variants(architecture ?? "", [nil])
        }
    }

    private func arms(upTo highest: String) -> [Platform] {
        ["v8", "v7", "v6", "v5"].filter { $0 <= highest }.map {
            Platform(architecture: "arm", os: os, variant: $0)
        }
    }
}

/// The operating systems that can stand alone for a platform.
private let operatingSystems: Set<String> = ["linux", "windows", "darwin", "freebsd"]

/// Other names of architectures, and the variants that they imply.
private let aliases: [String: (String?, String?)] = [
    "x86_64": ("amd64", nil), "x86-64": ("amd64", nil), "aarch64": ("arm64", nil), "i386": ("386", nil),
    "armhf": ("arm", "v7"), "armel": ("arm", "v6"),
]

/// The variants that are meant by none.
private let plainVariants = ["amd64": "v1", "arm64": "v8"]

/// The manifest of a list that a machine of a platform runs best; nil when it runs none.
func chooseManifest(_ manifests: [Descriptor], for platform: Platform) -> Descriptor? {
    for candidate in platform.runnable {
        if let found = manifests.first(where: { $0.platform?.normalized == candidate }) { return found }
    }
    return nil
}

extension ImageConfiguration {
    /// What it is made for.
    var platform: Platform {
        let given = Platform(architecture: architecture, os: operatingSystem, variant: variant)
        return given.normalized
    }

    /// True when it can be taken for an image of a platform; what it does not say, it is.
    func fits(_ asked: Platform) -> Bool {
        let own = platform
        guard architecture.isEmpty || own.architecture == asked.architecture else { return false }
        guard operatingSystem.isEmpty || own.os == asked.os else { return false }
        return variant == nil || asked.runnable.contains(own)
    }
}

extension Image {
    /// What it is made for, such as `linux/arm64`.
    public var platform: String { configuration.platform.name }

    /// The platform of this host, when neither it nor an emulator that is set up in the kernel
    /// (binfmt_misc) runs the image's programs; nil when they run.
    public var unfitHost: String? {
        let own = configuration.platform
        if configuration.architecture.isEmpty || Platform.ofThisMachine.runnable.contains(own) { return nil }
        return hasEmulator(own.architecture ?? "") ? nil : Platform.ofThisMachine.name
    }
}

/// True when QEMU is registered for programs of an architecture, by the name that all its packages use.
private func hasEmulator(_ architecture: String) -> Bool {
    let names = [
        "amd64": "x86_64", "arm64": "aarch64", "386": "i386", "mips64le": "mips64el", "mipsle": "mipsel",
    ]
    let file = "/proc/sys/fs/binfmt_misc/qemu-\(names[architecture] ?? architecture)"
    // A handler that cannot be read is none.
    return (try? readText(file))?.hasPrefix("enabled") ?? false
}
