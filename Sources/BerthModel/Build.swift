/// How the image of a service is built (Compose Specification, "build").
public struct Build: Sendable, Hashable, Codable {
    /// Where the files of a build come from.
    public enum Context: Sendable, Hashable, Codable {
        /// A directory of the host, by its absolute path.
        case directory(String)
        /// Something that a builder fetches: a URL, a Git repository, `docker-image://`, `oci-layout://`.
        case remote(String)
        /// The image of another service of the project, which is built first.
        case service(String)
    }

    /// What says how the image is made.
    public enum Recipe: Sendable, Hashable, Codable {
        /// A file, relative to the context.
        case file(String)
        /// The text itself.
        case inline(String)
    }

    /// A key for SSH; without a path it is that of the agent.
    public struct SSHKey: Sendable, Hashable, Codable {
        /// The name in the recipe.
        public var id: String
        /// The key's file or the agent's socket.
        public var path: String?

        /// Creates a key.
        public init(id: String, path: String? = nil) {
            self.id = id
            self.path = path
        }
    }

    /// The context.
    public var context: Context
    /// The recipe.
    public var recipe: Recipe = .file("Dockerfile")
    /// The other contexts by their names in the recipe.
    public var additionalContexts: [String: Context] = [:]
    /// The values of the recipe's arguments.
    public var arguments: [String: String] = [:]
    /// The stage that is the result; nil is the last.
    public var target: String?
    /// Names for the image besides the service's.
    public var tags: [String] = []
    /// Labels of the image.
    public var labels: [String: String] = [:]
    /// The platforms that the image is made for; empty is the service's.
    public var platforms: [Platform] = []
    /// The network during the build: `none`, `host`, `default` or a name.
    public var network: String?
    /// Names with addresses of their own, sorted.
    public var hosts: [NameResolution.Host] = []
    /// The secrets that steps may read.
    public var secrets: [FileReference] = []
    /// The keys for SSH, sorted by name.
    public var sshKeys: [SSHKey] = []
    /// Which cached steps are used, and where they come from and go to.
    public var cache = Cache()
    /// True to look for newer base images.
    public var pullsBaseImages = false
    /// True for a build with all rights.
    public var isPrivileged = false
    /// More rights for some steps (`network.host`, `security.insecure`).
    public var entitlements: [String] = []
    /// The size of `/dev/shm` in bytes.
    public var sharedMemory: Int?
    /// The limits of each process of its commands, sorted by name.
    public var processLimits: [ProcessLimit] = []
    /// The attestation of origin: `true`, `false` or `mode=…`.
    public var provenance: String?
    /// The attestation of contents.
    public var softwareBill: String?
    /// The isolation, which only Windows has.
    public var isolation: String?
    /// Where it is written.
    public var location: Location?

    /// What a build keeps and reuses.
    public struct Cache: Sendable, Hashable, Codable {
        /// Where cached steps come from.
        public var sources: [String] = []
        /// Where they go to.
        public var destinations: [String] = []
        /// True to use none.
        public var isUnused = false
        /// The stages that use none.
        public var unusedStages: [String] = []

        /// Creates the usual cache.
        public init() {}
    }

    /// Creates the build of a context.
    public init(context: Context) { self.context = context }

    /// The services whose images this build needs, sorted: they are built before it.
    public var requiredServices: [String] {
        additionalContexts.values.compactMap { if case .service(let name) = $0 { name } else { nil } }
            .sorted()
    }
}
