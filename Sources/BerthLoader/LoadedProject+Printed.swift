public import YAMLTree

extension LoadedProject {
    /// The names in a section of what is printed, such as `services`, sorted.
    public func names(in section: String) -> [String] {
        (canonical[section]?.mapping?.entries ?? []).map(\.key).sorted()
    }

    /// The images of the services that are printed, each once, sorted; those that a variable names are left out.
    public var images: [String] {
        let services = canonical["services"]?.mapping?.entries ?? []
        let images = services.compactMap { $0.value["image"]?.string }
        return Set(images.filter { !$0.isEmpty && !$0.hasVariable }).sorted()
    }

    /// What is printed, with some images replaced by others.
    public func canonical(replacing images: [String: String]) -> Node {
        canonical.changingServices { service in
            guard let image = service["image"], let other = image.string.flatMap({ images[$0] }) else {
                return
            }
            service["image"] = .string(other, at: image.range)
        }
    }

    /// The same without all but the images of services, to be used as an override.
    public func imagesAlone(replacing images: [String: String]) -> Node {
        let tree = canonical(replacing: images).changingServices { service in
            service.keep { $0.key == "image" }
        }
        var services = tree["services"]?.mapping ?? Mapping()
        services.keep { $0.value["image"] != nil }
        return .mapping(["services": .mapping(services)])
    }
}

extension Node {
    /// The tree with the attributes of each service changed.
    fileprivate func changingServices(_ change: (inout Mapping) -> Void) -> Node {
        guard case .mapping(var top) = content, var services = top["services"]?.mapping else { return self }
        services.updateValues { name, service in
            guard case .mapping(var attributes) = service.content else { return }
            change(&attributes)
            service.content = .mapping(attributes)
        }
        top["services"] = .mapping(services, at: top["services"]?.range ?? .nowhere)
        return .mapping(top, at: range)
    }
}
