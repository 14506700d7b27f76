/// Something that happened in a stack, as it is streamed to connected commands.
public enum StackEvent: Sendable, Hashable, Codable {
    /// A step of the running request began, advanced or ended.
    case progress(ProgressEvent)
    /// The life of a container changed.
    case container(ContainerEvent)
    /// From now on every change is told; the first event of a connection that listens.
    case listening
    /// A warning that is not a failure.
    case warning(String)
}

/// A step of a plan, as progress displays show it.
public struct ProgressEvent: Sendable, Hashable, Codable {
    /// What a step is about.
    public enum Subject: String, Sendable, Hashable, Codable {
        case network = "Network"
        case volume = "Volume"
        case image = "Image"
        case container = "Container"
    }

    /// Where the step stands.
    public enum Status: String, Sendable, Hashable, Codable {
        /// It is being worked on.
        case working
        /// It succeeded.
        case done
        /// It failed; the text says why.
        case failed
    }

    /// What it is about.
    public var subject: Subject
    /// The name of the network, volume, image or container.
    public var name: String
    /// What is being done or was done, such as `Creating`, `Created`, `Started`, `Healthy`, `Pulling`.
    public var text: String
    /// Where it stands.
    public var status: Status
    /// A detail, such as the layer being pulled; empty for none.
    public var detail: String = ""
    /// Bytes done, for transfers.
    public var current: Int?
    /// Bytes in all, for transfers.
    public var total: Int?

    /// Creates an event.
    public init(_ subject: Subject, _ name: String, _ text: String, _ status: Status) {
        self.subject = subject
        self.name = name
        self.text = text
        self.status = status
    }
}

/// A change in the life of a container, in the words of `docker compose events`.
public struct ContainerEvent: Sendable, Hashable, Codable {
    /// What happened.
    public enum Action: String, Sendable, Hashable, Codable {
        case create, start, die, stop, kill, oom, restart, destroy
        case healthStatus = "health_status"
    }

    /// What happened.
    public var action: Action
    /// Seconds since 1970.
    public var time: Double
    /// The container as it was right after.
    public var container: ContainerStatus

    /// Creates an event.
    public init(_ action: Action, _ container: ContainerStatus, time: Double) {
        self.action = action
        self.container = container
        self.time = time
    }
}
