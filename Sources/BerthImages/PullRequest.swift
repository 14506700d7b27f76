public import BerthModel

/// Which image is to be present, and how it may be had.
public struct PullRequest: Sendable, Hashable {
    /// The image's name.
    public let reference: ImageReference
    /// When the registry is asked for it.
    public var policy: PullPolicy = .missing
    /// What it is to be made for; nil takes what is here, or what this machine runs best.
    public var platform: BerthModel.Platform?
    /// The variables of the command that wants it: its home directory, its proxies, its logins.
    public var environment: [String: String]

    /// Asks for an image in the environment of a command.
    public init(_ reference: ImageReference, environment: [String: String]) {
        self.reference = reference
        self.environment = environment
    }

    /// What it is to be made for, in the words of image indexes; nil when neither the request nor Docker's variable
    /// says it.
    var wanted: Platform? {
        let standard = environment["DOCKER_DEFAULT_PLATFORM"].flatMap(BerthModel.Platform.init)
        return (platform ?? standard).map(Platform.init)
    }

    /// The platform under which the image is kept beside others of its name: none for this machine's.
    var keptPlatform: Platform? { wanted == .ofThisMachine ? nil : wanted }
}
