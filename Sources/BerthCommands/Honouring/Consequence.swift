import BerthLoader

/// What comes of an attribute of a Compose file when a project is brought up.
enum Consequence: Sendable, Hashable {
    /// It is brought about, or says nothing about containers.
    case honoured
    /// It has no effect, and a warning says why.
    case ignored(String)
    /// Nothing is brought up, since the container would be less confined than asked or lack what it was given.
    case refused(String)
}

/// A consequence, and the values that ask for nothing but what is done anyway.
struct AttributeRule: Sendable {
    /// What comes of every other value.
    let consequence: Consequence
    /// True for a text that nothing is said about.
    let isSilent: @Sendable (String) -> Bool
}

/// A line of the table of consequences.
typealias AttributeLine = (pattern: [PatternComponent], rule: AttributeRule)

/// A line of the table, for an attribute and everything below it that has no line of its own.
func line(
    _ path: [PatternComponent], _ consequence: Consequence,
    whenNot isSilent: @escaping @Sendable (String) -> Bool
) -> AttributeLine {
    (path, AttributeRule(consequence: consequence, isSilent: isSilent))
}

/// A line for an attribute whose value is not one of these texts.
func line(
    _ path: [PatternComponent], _ consequence: Consequence, unless silentTexts: [String] = []
) -> AttributeLine {
    line(path, consequence) { silentTexts.contains($0) }
}

/// A line for an attribute of services.
func line(
    _ attribute: PatternComponent, _ consequence: Consequence, unless silentTexts: [String] = []
) -> AttributeLine {
    line(["services", "*", attribute], consequence, unless: silentTexts)
}
