/// How the containers of a service are spread and replaced (Compose Specification, "deploy").
///
/// The number of containers, their resources and their restarts are the service's own.
public struct Deployment: Sendable, Hashable, Codable {
    /// How many containers there are, and until when.
    public enum Mode: Sendable, Hashable, Codable {
        /// So many as `replicas` says.
        case replicated
        /// One on each machine.
        case global
        /// So many that end.
        case replicatedJob
        /// One that ends on each machine.
        case globalJob
        /// What no engine is known to have.
        case other(String)
    }

    /// How others reach the service's containers.
    public enum EndpointMode: Sendable, Hashable, Codable {
        /// By one address for all.
        case virtualAddress
        /// By the addresses of all.
        case roundRobin
        /// What no engine is known to have.
        case other(String)
    }

    /// How containers are replaced by newer ones, or by the ones before those.
    public struct Rollout: Sendable, Hashable, Codable {
        /// What comes first for a container.
        public enum Order: String, Sendable, Hashable, Codable, CaseIterable {
            /// The old one stops.
            case stopFirst = "stop-first"
            /// The new one starts.
            case startFirst = "start-first"
        }

        /// How many are replaced at once; 0 is all.
        public var parallelism: Int?
        /// The pause between them.
        public var delay: Duration?
        /// What happens when one fails: `continue`, `rollback` or `pause`.
        public var failureAction: String?
        /// How long a new one is watched.
        public var monitoring: Duration?
        /// The part that may fail, from 0 to 1.
        public var failureRatio: Double?
        /// What comes first.
        public var order: Order?

        /// Creates a rollout that says nothing.
        public init() {}
    }

    /// How a container that ended is started again, besides the service's restart policy.
    public struct Restarts: Sendable, Hashable, Codable {
        /// The pause before a restart.
        public var delay: Duration?
        /// How long a container must run to count as started.
        public var window: Duration?

        /// Creates restarts without conditions.
        public init() {}
    }

    /// On which machines the containers are.
    public struct Placement: Sendable, Hashable, Codable {
        /// What a machine must be.
        public var constraints: [String] = []
        /// What the containers are spread over.
        public var spreads: [String] = []
        /// The most on one machine; nil is without limit.
        public var maximumPerMachine: Int?

        /// Creates a placement anywhere.
        public init() {}
    }

    /// How many containers there are.
    public var mode: Mode?
    /// How they are reached.
    public var endpointMode: EndpointMode?
    /// Labels of the service, not of its containers.
    public var labels: [String: String] = [:]
    /// How newer containers replace older ones.
    public var updates: Rollout?
    /// How older containers replace newer ones that failed.
    public var rollbacks: Rollout?
    /// More about restarts.
    public var restarts: Restarts?
    /// Where they are.
    public var placement = Placement()

    /// Creates a deployment that says nothing.
    public init() {}
}
