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
        tree[editing: "services"]?.updateEach { service in
            guard let written = service["image"], written.string == image else { return }
            service[editing: "image"] = .string(other, at: written.range)
        }
    }

    /// What is printed without all but the images of services, to be used as an override.
    public var imagesAlone: Node {
        var services = Mapping()
        for service in canonical["services"]?.mapping ?? Mapping() {
            services[service.key] = service.value["image"].map { .mapping(["image": $0]) }
        }
        return .mapping(["services": .mapping(services)])
    }
}
