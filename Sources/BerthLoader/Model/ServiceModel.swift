import BerthModel
import YAMLTree

/// Makes a typed service of its canonical form.
struct ServiceModel {
    private let name: String
    private let node: Node
    private let range: SourceRange

    /// Prepares for an entry of `services`.
    init(entry: Mapping.Entry) {
        name = entry.key
        node = entry.value
        range = entry.keyRange
    }

    /// The service.
    func service() -> Service {
        var service = Service(name: name, image: text("image") ?? "")
        service.location = Findings.place(range)
        service.imageLocation = node["image"].flatMap { Findings.place($0.range) }
        service.pullPolicy = pullPolicy
        service.command = node["command"]?.strings
        service.entrypoint = node["entrypoint"]?.strings
        service.environment = (node["environment"]?.texts ?? [:]).sorted { $0.key < $1.key }
            .map { EnvironmentVariable($0.key, $0.value) }
        service.dependencies = dependencies
        service.healthcheck = node["healthcheck"].flatMap(healthcheck)
        service.restart = restart
        service.workingDirectory = text("working_dir")
        service.user = text("user")
        service.labels = node["labels"]?.texts ?? [:]
        service.containerName = text("container_name")
        service.hostname = text("hostname")
        service.stopSignal = text("stop_signal")
        service.stopGracePeriod = duration(node["stop_grace_period"])
        service.profiles = node["profiles"]?.strings ?? []
        service.replicas = (node["deploy"]?["replicas"] ?? node["scale"])?.integer ?? 1
        fillLifecycle(of: &service)
        service.fillContainer(from: node)
        service.fillConnections(from: node)
        service.fillStorage(from: node)
        service.configHash = containerDigest(of: node)
        return service
    }

    private func fillLifecycle(of service: inout Service) {
        service.build = node["build"].flatMap(buildModel)
        service.deployment = node["deploy"].flatMap(deploymentModel)
        service.watchRules = (node["develop"]?["watch"]?.sequence ?? []).compactMap(watchRuleModel)
        service.initContainers = (node["pre_start"]?.sequence ?? []).map(initContainerModel)
        service.startHooks = (node["post_start"]?.sequence ?? []).map(hookModel)
        service.stopHooks = (node["pre_stop"]?.sequence ?? []).map(hookModel)
        service.provider = node["provider"].flatMap(providerModel)
        service.models = node["models"].map(modelReferenceModels) ?? []
        service.platform = text("platform").flatMap(Platform.init)
        service.isAttached = node["attach"]?.value != .bool(false)
        service.usesEngineSocket = node.isTrue("use_api_socket")
        service.pullRefreshAfter = text("pull_refresh_after")
    }

    private func text(_ key: String) -> String? { node[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    private func duration(_ node: Node?) -> Duration? {
        // Durations were checked when they got their canonical form.
        node?.string.flatMap { try? DurationText($0) }?.duration
    }

    private var pullPolicy: PullPolicy {
        switch text("pull_policy") {
        case "always", "refresh": .always
        case "never": .never
        case "build": .build
        case "daily": .every(.seconds(86400))
        case "weekly": .every(.seconds(7 * 86400))
        case let policy?: PullInterval(policy).map { .every($0.duration) } ?? .missing
        case nil: .missing
        }
    }

    private var restart: RestartPolicy {
        if let policy = node["deploy"].flatMap(restartPolicy(ofDeployment:)) { return policy }
        guard let policy = text("restart") else { return .no }
        let parts = policy.components(separatedBy: ":")
        switch parts[0] {
        case "always": return .always
        case "unless-stopped": return .unlessStopped
        case "on-failure":
            return .onFailure(maximum: parts.count > 1 ? Int(parts[1]).flatMap { $0 > 0 ? $0 : nil } : nil)
        default: return .no
        }
    }

    private var dependencies: [Dependency] {
        let entries = (node["depends_on"]?.mapping?.entries ?? []).sorted { $0.key < $1.key }
        return entries.map { entry in
            var dependency = Dependency(on: entry.key)
            dependency.condition =
                entry.value["condition"]?.string.flatMap(Dependency.Condition.init) ?? .started
            dependency.restartsDependent = entry.value["restart"]?.value == .bool(true)
            dependency.isRequired = entry.value["required"]?.value != .bool(false)
            dependency.location = Findings.place(entry.keyRange)
            return dependency
        }
    }

    private func healthcheck(_ node: Node) -> Healthcheck? {
        guard node.mapping != nil else { return nil }
        var check = Healthcheck()
        let words = node["test"]?.strings ?? []
        check.test =
            switch words.first {
            case "NONE": .none
            case "CMD": .command(Array(words.dropFirst()))
            case "CMD-SHELL": .shell(words.dropFirst().joined(separator: " "))
            default: .inherited
            }
        if node["disable"]?.value == .bool(true) { check.test = .none }
        check.interval = duration(node["interval"])
        check.timeout = duration(node["timeout"])
        check.startPeriod = duration(node["start_period"])
        check.startInterval = duration(node["start_interval"])
        check.retries = node["retries"]?.integer.flatMap { $0 > 0 ? $0 : nil }
        return check
    }
}
