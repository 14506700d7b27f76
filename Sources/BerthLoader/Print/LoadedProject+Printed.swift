public import YAMLTree

extension LoadedProject {
    /// The names in a section of what is printed, such as `services`, sorted.
    public func names(in section: String) -> [String] {
        canonical.members(section).map(\.key).sorted()
    }

    /// The images of the services that are printed, each once, sorted; those that a variable names are left out.
    public var images: [String] {
        let services = canonical.members("services")
        let images = services.compactMap { $0.value["image"]?.string }
        return Set(images.filter { !$0.isEmpty && !$0.hasVariable }).sorted()
    }

    /// What is printed, with some images replaced by others.
    public func canonical(replacing images: [String: String]) -> Node {
        canonical.changingServices { service in
            guard let image = service["image"], let other = image.string.flatMap({ images[$0] }) else {
                return
            }
            service[editing: "image"] = .string(other, at: image.range)
        }
    }

    /// The same without all but the images of services, to be used as an override.
    public func imagesAlone(replacing images: [String: String]) -> Node {
        let tree = canonical(replacing: images).changingServices { service in
            service.filterChildren { step, _ in step == .key("image") }
        }
        var services = tree["services"]?.mapping ?? Mapping()
        services.keep { $0.value["image"] != nil }
        return .mapping(["services": .mapping(services)])
    }
}

extension Node {
    /// The tree with each service changed.
    fileprivate func changingServices(_ change: (inout Node) -> Void) -> Node {
        var tree = self
        tree[editing: "services"]?.updateChildren { _, service in change(&service) }
        return tree
    }
}
