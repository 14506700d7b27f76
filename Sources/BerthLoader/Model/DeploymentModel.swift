import BerthModel
import YAMLTree

/// Makes the typed deployment of a service's canonical form.
func deploymentModel(_ node: Node) -> Deployment? {
    guard node.mapping != nil else { return nil }
    var deployment = Deployment()
    deployment.mode = node.text("mode").map(mode)
    deployment.endpointMode = node.text("endpoint_mode").map(endpointMode)
    deployment.labels = node.texts("labels")
    deployment.updates = node["update_config"].flatMap(rollout)
    deployment.rollbacks = node["rollback_config"].flatMap(rollout)
    if let restarts = node["restart_policy"], restarts.mapping != nil {
        deployment.restarts = Deployment.Restarts()
        deployment.restarts?.delay = restarts.duration("delay")
        deployment.restarts?.window = restarts.duration("window")
    }
    let placement = node["placement"]
    deployment.placement.constraints = placement?.strings("constraints") ?? []
    deployment.placement.spreads = (placement?.items("preferences") ?? []).compactMap {
        $0.text("spread")
    }
    deployment.placement.maximumPerMachine = placement?["max_replicas_per_node"]?.integer
    return deployment
}

/// When containers that ended are started again, as a deployment says it; nil when it does not.
func restartPolicy(ofDeployment node: Node) -> RestartPolicy? {
    guard let policy = node["restart_policy"], policy.mapping != nil else { return nil }
    return switch policy.text("condition") {
    case "none", "no": .no
    case "on-failure": .onFailure(maximum: policy["max_attempts"]?.integer.flatMap { $0 > 0 ? $0 : nil })
    case "unless-stopped": .unlessStopped
    case "any", "always", nil: .always
    default: nil
    }
}

private func rollout(_ node: Node) -> Deployment.Rollout? {
    guard node.mapping != nil else { return nil }
    var rollout = Deployment.Rollout()
    rollout.parallelism = node["parallelism"]?.integer
    rollout.delay = node.duration("delay")
    rollout.failureAction = node.text("failure_action")
    rollout.monitoring = node.duration("monitor")
    rollout.failureRatio = node["max_failure_ratio"]?.number
    rollout.order = node.text("order").flatMap(Deployment.Rollout.Order.init)
    return rollout
}

private func mode(_ text: String) -> Deployment.Mode {
    switch text {
    case "replicated": .replicated
    case "global": .global
    case "replicated-job": .replicatedJob
    case "global-job": .globalJob
    default: .other(text)
    }
}

private func endpointMode(_ text: String) -> Deployment.EndpointMode {
    switch text {
    case "vip": .virtualAddress
    case "dnsrr": .roundRobin
    default: .other(text)
    }
}
