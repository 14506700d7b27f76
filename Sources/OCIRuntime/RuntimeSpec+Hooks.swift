extension RuntimeSpec {
    /// Programs of the host that the runtime runs at moments of a container's life, each list in order.
    public struct Hooks: Sendable, Hashable, Codable {
        /// After the namespaces are made, before the root is changed; the old name of `createRuntime`.
        public var prestart: [Hook]?
        /// After the namespaces are made, before the root is changed, in the runtime's namespaces.
        public var createRuntime: [Hook]?
        /// As `createRuntime`, in the container's namespaces.
        public var createContainer: [Hook]?
        /// Before the process is started, in the container.
        public var startContainer: [Hook]?
        /// After the process was started.
        public var poststart: [Hook]?
        /// After the container was deleted.
        public var poststop: [Hook]?

        /// Names no program.
        public init() {}
    }

    /// One program.
    public struct Hook: Sendable, Hashable, Codable {
        /// The absolute path of the program.
        public var path: String
        /// The arguments, its name first.
        public var args: [String]?
        /// The environment as `KEY=VALUE`.
        public var env: [String]?
        /// The seconds after which it is ended.
        public var timeout: Int?

        /// Names a program.
        public init(path: String, args: [String]? = nil, env: [String]? = nil, timeout: Int? = nil) {
            self.path = path
            self.args = args
            self.env = env
            self.timeout = timeout
        }
    }
}
