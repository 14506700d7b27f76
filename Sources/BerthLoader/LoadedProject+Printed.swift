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

    /// Replaces an image of services in what is printed.
    public mutating func replaceImage(_ image: String, by other: String) {
        updateServices { service in
            if let written = service["image"], written.string == image {
                service["image"] = .string(other, at: written.range)
            }
        }
    }

    /// What is printed without all but the images of services, to be used as an override.
    public var imagesAlone: Node {
        var alone = self
        alone.updateServices { service in service.keep { $0.key == "image" } }
        var services = alone.canonical["services"]?.mapping ?? Mapping()
        services.keep { $0.value["image"] != nil }
        return .mapping(["services": .mapping(services)])
    }

    private mutating func updateServices(_ change: (inout Mapping) -> Void) {
        guard case .mapping(var top) = canonical.content, var services = top["services"]?.mapping else {
            return
        }
        services.updateValues { (name: String, service: inout Node) in
            guard case .mapping(var attributes) = service.content else { return }
            change(&attributes)
            service.content = .mapping(attributes)
        }
        top["services"] = .mapping(services, at: top["services"]?.range ?? .nowhere)
        canonical.content = .mapping(top)
    }
}
