import BerthModel
import YAMLTree

extension Consistency {
    /// Checks how the image of a service is built.
    mutating func check(_ build: Node, of service: Node, named name: String) {
        if let inline = build["dockerfile_inline"], let file = build["dockerfile"], file.string != "",
            inline.string != ""
        {
            findings.error(
                "service \"\(name)\": \"build.dockerfile\" and \"build.dockerfile_inline\" exclude each other",
                at: inline, remedy: "keep one of them",
                related: [Diagnostic.Related("the other one", at: Location(file.range))])
        }
        checkPlatform(build, of: service, named: name)
        for context in build.members("additional_contexts") {
            check(context: context, of: name)
        }
    }

    /// An image that is built for some platforms must be built for that of the service.
    private mutating func checkPlatform(_ build: Node, of service: Node, named name: String) {
        guard let platform = service["platform"]?.string, !platform.isEmpty,
            let list = build["platforms"], let platforms = list.strings, !platforms.isEmpty,
            !platforms.contains(platform)
        else { return }
        findings.error(
            "service \"\(name)\": \"build.platforms\" is without the service's platform \"\(platform)\"",
            at: list, remedy: "add it, or remove platform:")
    }

    /// A context of another service is the image that it is built to.
    private mutating func check(context: Mapping.Entry, of service: String) {
        guard let target = context.value.string.flatMap(sharedService) else { return }
        check(
            Reference(noun: "service", named: target, by: context.value, service: service),
            in: services)
        guard let other = services[target], other["build"] == nil else { return }
        findings.error(
            "service \"\(service)\": the context \"\(context.key)\" is of service \"\(target)\", which has no build",
            at: context.value, remedy: "use docker-image:// for an image that is not built here")
    }

    /// What is copied into a container needs a place there.
    mutating func checkWatch(of service: Node, named name: String) {
        for (position, rule) in (service["develop"]?.items("watch") ?? []).enumerated() {
            guard let action = rule["action"]?.string, action.hasPrefix("sync"),
                rule["target"]?.string ?? "" == ""
            else { continue }
            findings.error(
                "service \"\(name)\": \"develop.watch[\(position)]\" needs \"target\" to \(action)", at: rule,
                remedy: "add target:")
        }
    }
}
