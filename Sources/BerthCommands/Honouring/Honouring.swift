import BerthLoader
import BerthModel

/// What a project asks for that bringing it up does not do, by place.
///
/// Warnings are about what has no effect; errors about what nothing may be brought up without.
func unhonoured(in loaded: LoadedProject) -> [Diagnostic] {
    loaded.attributes(in: attributeConsequences).compactMap(diagnostic).sortedByPlace
}

/// What builds ask for that building does not do, by place.
private func unhonouredBuilds(in loaded: LoadedProject) -> [Diagnostic] {
    loaded.attributes(in: buildConsequences).compactMap(diagnostic).sortedByPlace
}

private func diagnostic(_ attribute: WrittenAttribute<AttributeRule>) -> Diagnostic? {
    if let text = attribute.text, attribute.rule.isSilent(text) { return nil }
    // An external network or volume is made elsewhere; the loader tells what has no effect on it.
    if attribute.siblings.contains("external") { return nil }
    let subject = attribute.subject
    switch attribute.rule.consequence {
    case .honoured: return nil
    case .ignored(let why):
        return finding(.warning, "\(subject) has no effect here: \(why)", at: attribute)
    case .replaced(let other, let why) where attribute.siblings.contains(other):
        return finding(.warning, "\(subject) has no effect here: \(why)", at: attribute)
    case .replaced(let other, let why):
        let message = "\(subject) cannot be honoured yet: \(why)"
        return finding(.error, message, at: attribute, remedy: "add \(other):")
    case .refused(let why):
        return finding(.error, "\(subject) cannot be honoured yet: \(why)", at: attribute)
    }
}

private func finding(
    _ severity: Diagnostic.Severity, _ message: String, at attribute: WrittenAttribute<AttributeRule>,
    remedy: String = ""
) -> Diagnostic {
    Diagnostic(severity, message, at: attribute.location, remedy: remedy, related: attribute.related)
}

extension Session {
    /// The project that is to be brought up, after everything about it that is not done was told.
    ///
    /// Fails, before anything is changed, for what nothing may be brought up without.
    func projectToBringUp(selecting services: [String]) throws -> Project {
        try load(selecting: services, checking: unhonoured).project
    }

    /// The project whose images are to be built, after everything about the builds that is not done was told.
    func projectToBuild(selecting services: [String]) throws -> Project {
        try load(selecting: services, checking: unhonouredBuilds).project
    }
}
