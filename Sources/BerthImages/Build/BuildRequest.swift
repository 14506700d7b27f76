public import BerthModel

/// Everything that a build is told.
public struct BuildRequest: Sendable {
    /// What the file says, with what the command line changed.
    public var build: Build
    /// The names that the image gets; the first is the one it is known by.
    public var names: [ImageReference]
    /// What its steps may read, by the names in the recipe.
    public var secrets: [String: ProjectFile] = [:]
    /// The kind of machine that it is for; nil is this one.
    public var platform: BerthModel.Platform?
    /// The most memory of a step, as a number with a unit; nil is without limit.
    public var memory: String?
    /// The ids of the images of other services, by the service.
    public var serviceImages: [String: String] = [:]

    /// Asks for a build.
    public init(_ build: Build, names: [ImageReference]) {
        self.build = build
        self.names = names
    }
}

/// The program that runs the steps of a build.
public struct BuildRuntime: Sendable {
    /// The absolute path of the OCI runtime.
    public var executable: String
    /// Its global options without dashes, such as `cgroup-manager=cgroupfs`.
    public var options: [String]

    /// Names a runtime.
    public init(executable: String, options: [String] = []) {
        self.executable = executable
        self.options = options
    }
}

/// A step of a build: one instruction of a recipe.
public struct BuildStep: Sendable, Hashable {
    /// The stage, from one.
    public var stage: Int
    /// How many stages there are.
    public var stageCount: Int
    /// The place within the stage, from one.
    public var number: Int
    /// How many steps the stage has.
    public var count: Int
    /// The instruction, on one line.
    public var text: String
    /// The name of the stage; nil when it has none.
    public var stageName: String?
}

/// How a build goes on.
public enum BuildEvent: Sendable, Hashable {
    /// An image that is needed is fetched.
    case pulling(image: String, PullProgress)
    /// An image that was needed is here.
    case pulled(image: String)
    /// A step began.
    case began(BuildStep)
    /// A step, or what is done before the first one, wrote a line.
    case output(BuildStep?, String)
    /// A step ended; its result may have been kept from an earlier build.
    case ended(BuildStep, isCached: Bool)
    /// The build failed at a step that wrote these lines, or before the first one.
    case failed(BuildStep?, output: [String])
}

/// An image that was built.
public struct BuiltImage: Sendable, Hashable {
    /// Its id.
    public let id: String
    /// The names it has.
    public let names: [ImageReference]
}

/// Receives what happens in a build.
public typealias BuildEvents = @Sendable (BuildEvent) async throws -> Void
