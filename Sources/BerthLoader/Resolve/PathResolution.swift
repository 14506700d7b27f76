import YAMLTree

/// Which part of an attribute is a path of the host.
enum PathRule: Sendable {
    /// The text itself.
    case text
    /// The source of a bind mount.
    case bindSource
    /// The device of a volume that is a bind mount of its driver.
    case boundDevice
    /// What an image is built from, unless it is a URL or the name of a service.
    case buildContext
}

/// The attributes that hold paths of the host.
let pathRules = PathTable<PathRule>([
    (service("env_file", "[]", "path"), .text),
    (service("label_file", "[]"), .text),
    (service("volumes", "[]"), .bindSource),
    (service("build", "context"), .buildContext),
    (service("build", "additional_contexts", "*"), .buildContext),
    (service("build", "ssh", "*"), .text),
    (service("develop", "watch", "[]", "path"), .text),
    (["configs", "*", "file"], .text),
    (["secrets", "*", "file"], .text),
    (["volumes", "*"], .boundDevice),
])

/// Makes the paths of a tree absolute.
struct PathResolution {
    /// The directory that relative paths start from.
    let directory: String
    /// What `~` stands for.
    let home: String?
    /// True when the variables are not replaced; a path that begins with one may be absolute, and stays.
    var holdsVariables = false

    /// The tree with absolute paths.
    func apply(to tree: Node) -> Node {
        var tree = tree
        visit(&tree, pathRules)
        return tree
    }

    private func visit(_ node: inout Node, _ table: PathTable<PathRule>?) {
        guard let table else { return }
        switch table.rule {
        case .text: node = absolute(node)
        case .buildContext where node.string.map(isDirectoryContext) == true: node = absolute(node)
        case .bindSource where node["type"]?.string == "bind":
            if case .mapping(var mount) = node.content {
                mount["source"] = mount["source"].map(absolute)
                node.content = .mapping(mount)
            }
        case .boundDevice where isBound(node):
            let device = node["driver_opts"]?["device"].map(absolute)
            node[editing: "driver_opts"]?[editing: "device"] = device
        case .bindSource, .boundDevice, .buildContext, nil: break
        }
        node.updateChildren { step, child in visit(&child, table.below(step)) }
    }

    private func isBound(_ volume: Node) -> Bool {
        volume["driver"]?.string == "local" && volume["driver_opts"]?["o"]?.string == "bind"
    }

    private func absolute(_ node: Node) -> Node {
        guard let path = node.string, !path.isEmpty, !isWindowsPath(path),
            !holdsVariables || !path.hasPrefix("$")
        else { return node }
        return node.becoming(.string(Paths.resolve(path, in: directory, home: home)))
    }
}

/// True for an absolute path of Windows: `C:\data`, `C:/data`, `\\server\share`.
private func isWindowsPath(_ path: String) -> Bool {
    let rest = path.dropFirst(2)
    let hasDrive = path.first?.isLetter == true && path.dropFirst().first == ":"
    return path.hasPrefix("\\\\") || hasDrive && (rest.hasPrefix("\\") || rest.hasPrefix("/"))
}

/// True for a context that is a directory of the host: no URL, no Git repository and no service.
func isDirectoryContext(_ text: String) -> Bool {
    !text.contains("://") && !["service:", "github.com/", "git@"].contains(where: text.hasPrefix)
}
