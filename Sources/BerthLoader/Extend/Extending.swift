import BerthModel
import YAMLTree

/// How many services may extend each other in a row.
private let longestChain = 200

/// A service and the document that holds it.
private struct ServicePlace {
    let name: String
    let document: Document
}

/// The service that another one extends, as it is written.
private struct ServiceReference {
    let service: String
    let file: Node?
    let written: Node
}

extension Composition {
    /// The document with each service that extends another made from it.
    mutating func extending(_ document: Document) -> Document {
        guard var services = document.tree["services"]?.mapping else { return document }
        for entry in services where entry.value["extends"] != nil && canGoOn {
            services[entry.key] = service(ServicePlace(name: entry.key, document: document), chain: [])
        }
        var document = document
        document.tree.set("services", to: services)
        return document
    }

    /// False when another service would only be refused.
    private var canGoOn: Bool { !findings.isFull && !budget.isExhausted(.values) }

    /// A service with all that it extends, made once; the chain holds the extends that led to it.
    ///
    /// A service that cannot be made, which is reported, keeps its `extends`.
    private mutating func service(_ place: ServicePlace, chain: [Diagnostic.Related]) -> Node {
        let own = place.document.tree["services"]?[place.name] ?? .null()
        guard let written = own["extends"] else { return own }
        let identity = "\(place.document.identity):\(place.name)"
        if let known = extendedServices[identity] { return known }
        guard let reference = reference(written, of: place.name) else { return own }
        let step = Diagnostic.Related(
            "\"\(place.name)\" extends \"\(reference.service)\" here", at: Location(written.range))
        guard isSound(chain, step, at: written), let base = base(reference, of: place) else { return own }
        let inherited = service(base, chain: chain + [step])
        let result = inherited["extends"] == nil ? merged(own, over: inherited, of: base, into: place) : own
        let isSmall = budget.take(result.weight, of: .values, at: written, into: &findings)
        extendedServices[identity] = isSmall ? result : own
        return isSmall ? result : own
    }

    private mutating func isSound(
        _ chain: [Diagnostic.Related], _ step: Diagnostic.Related, at written: Node
    ) -> Bool {
        if let first = chain.firstIndex(of: step) {
            let others = Array(chain[(first + 1)...])
            findings.error(
                "a service extends itself: \(step.message)", at: written,
                remedy: "remove one of these extends", related: others)
            return false
        }
        guard chain.count >= longestChain else { return true }
        findings.error(
            "more than \(longestChain) services extend each other in a row", at: written,
            remedy: "extend a service nearer to the first one")
        return false
    }

    private mutating func merged(
        _ own: Node, over inherited: Node, of base: ServicePlace, into place: ServicePlace
    ) -> Node {
        let name = place.name
        let origin = own["extends"]?.range ?? .nowhere
        var tree = wrapped(inherited.adding(.brought(by: "extends", origin)), as: name)
        if base.document.file != place.document.file { tree = detached(tree, from: base.document.directory) }
        var result = own
        if case .mapping(var attributes) = own.content {
            attributes.remove("extends")
            result.content = .mapping(attributes)
        }
        let resets = place.document.resets
        let merged = resets.merge(wrapped(result, as: name), over: tree, by: extensionRules)
        return result.becoming(removingReplacedItems(merged).service(name))
    }

    private mutating func reference(_ node: Node, of name: String) -> ServiceReference? {
        let valid = validated(node, extendsShape, at: [.key("services"), .key(name), .key("extends")])
        return (valid.string ?? valid["service"]?.string).map {
            ServiceReference(service: $0, file: valid["file"], written: node)
        }
    }

    private mutating func base(_ reference: ServiceReference, of place: ServicePlace) -> ServicePlace? {
        var candidates = [place.document]
        if let file = reference.file, let name = fileName(file) {
            let path = Paths.resolve(name, in: place.document.directory, home: request.homeDirectory)
            guard files.exists(path) else {
                findings.error(
                    "service \"\(place.name)\" extends a service of \"\(name)\", which does not exist",
                    at: file,
                    remedy: "looked for at \(Paths.shown(path, in: request.workingDirectory))")
                return nil
            }
            guard isNoDirectory(path, namedBy: file) else { return nil }
            findings.enter(.brought(by: "extends", reference.written.range))
            candidates = documents(of: path, from: Paths.directory(of: path))
            findings.leave()
        }
        // A file that cannot be read was reported.
        guard !candidates.isEmpty else { return nil }
        if let document = candidates.first(where: { $0.tree["services"]?[reference.service] != nil }) {
            return ServicePlace(name: reference.service, document: document)
        }
        let names = candidates.flatMap { $0.tree["services"]?.mapping?.entries.map(\.key) ?? [] }
        let file = reference.file?.string.map { " of \"\($0)\"" } ?? ""
        findings.error(
            "service \"\(place.name)\" extends \"\(reference.service)\"\(file), which is not defined",
            at: reference.written,
            remedy: remedy(
                for: reference.service, among: names, otherwise: "define it, or remove extends:"))
        return nil
    }
}

/// A tree of nothing but one service.
private func wrapped(_ service: Node, as name: String) -> Node {
    .mapping(["services": .mapping([name: service], at: service.range)], at: service.range)
}

extension Node {
    /// The service of a name; null when there is none.
    fileprivate func service(_ name: String) -> Node { self["services"]?[name] ?? .null() }

    /// Replaces the mapping below a key of a mapping.
    mutating func set(_ key: String, to value: Mapping) {
        guard case .mapping(var mapping) = content, let old = mapping.entry(key) else { return }
        var node = old.value
        node.content = .mapping(value)
        mapping[key] = node
        content = .mapping(mapping)
    }
}
