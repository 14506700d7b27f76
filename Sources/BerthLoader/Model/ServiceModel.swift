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
        var service = Service(name: name, image: node.text("image") ?? "")
        service.location = Location(range)
        for entry in node.mapping ?? Mapping() {
            service.attributeLocations[entry.key] = Location(entry.keyRange)
        }
        service.imageLocation = node["image"].flatMap { Location($0.range) }
        service.pullPolicy = pullPolicy
        service.command = node["command"]?.strings
        service.entrypoint = node["entrypoint"]?.strings
        service.environment = node.texts("environment").sorted { $0.key < $1.key }
            .map { EnvironmentVariable($0.key, $0.value) }
        service.dependencies = dependencies
        service.healthcheck = node["healthcheck"].flatMap(healthcheck)
        service.restart = restart
        service.workingDirectory = node.text("working_dir")
        service.user = node.text("user")
        service.labels = node.texts("labels")
        service.containerName = node.text("container_name")
        service.hostname = node.text("hostname")
        service.stopSignal = node.text("stop_signal")
        service.stopGracePeriod = node.duration("stop_grace_period")
        service.profiles = node.strings("profiles")
        service.replicas = (node["deploy"]?["replicas"] ?? node["scale"])?.integer ?? 1
        fillLifecycle(of: &service)
        service.fillContainer(from: node)
        service.fillConnections(from: node)
        service.fillStorage(from: node)
        return service
    }

    private func fillLifecycle(of service: inout Service) {
        service.build = node["build"].flatMap(buildModel)
        service.deployment = node["deploy"].flatMap(deploymentModel)
        service.watchRules = (node["develop"]?.items("watch") ?? []).compactMap(watchRuleModel)
        service.initContainers = node.items("pre_start").map(initContainerModel)
        service.startHooks = node.items("post_start").map(hookModel)
        service.stopHooks = node.items("pre_stop").map(hookModel)
        service.provider = node["provider"].flatMap(providerModel)
        service.models = node["models"].map(modelReferenceModels) ?? []
        service.platform = node.text("platform").flatMap(Platform.init)
        service.isAttached = node["attach"]?.value != .bool(false)
        service.usesEngineSocket = node.isTrue("use_api_socket")
        service.pullRefreshAfter = node.text("pull_refresh_after")
    }

    private var pullPolicy: PullPolicy? {
        switch node.text("pull_policy") {
        case "always", "refresh": .always
        case "never": .never
        case "build": .build
        case "daily": .every(.seconds(86400))
        case "weekly": .every(.seconds(7 * 86400))
        case let policy?: PullInterval(policy).map { .every($0.duration) } ?? .missing
        case nil: nil
        }
    }

    private var restart: RestartPolicy {
        if let policy = node["deploy"].flatMap(restartPolicy(ofDeployment:)) { return policy }
        guard let policy = node.text("restart") else { return .no }
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
        let entries = node.members("depends_on").sorted { $0.key < $1.key }
        return entries.map { entry in
            var dependency = Dependency(on: entry.key)
            dependency.condition =
                entry.value["condition"]?.string.flatMap(Dependency.Condition.init) ?? .started
            dependency.restartsDependent = entry.value.isTrue("restart")
            dependency.isRequired = entry.value["required"]?.value != .bool(false)
            dependency.location = Location(entry.keyRange)
            return dependency
        }
    }

    private func healthcheck(_ node: Node) -> Healthcheck? {
        guard node.mapping != nil else { return nil }
        var check = Healthcheck()
        let words = node.strings("test")
        check.test =
            switch words.first {
            case "NONE": .none
            case "CMD": .command(Array(words.dropFirst()))
            case "CMD-SHELL": .shell(words.dropFirst().joined(separator: " "))
            default: .inherited
            }
        if node.isTrue("disable") { check.test = .none }
        check.interval = node.duration("interval")
        check.timeout = node.duration("timeout")
        check.startPeriod = node.duration("start_period")
        check.startInterval = node.duration("start_interval")
        check.retries = node["retries"]?.integer.flatMap { $0 > 0 ? $0 : nil }
        return check
    }
}
