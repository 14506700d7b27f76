import BerthModel
import YAMLTree

/// Makes a typed hook of its canonical form.
func hookModel(_ node: Node) -> Hook {
    var hook = Hook(command: node.strings("command"))
    hook.user = node.text("user")
    hook.isPrivileged = node.isTrue("privileged")
    hook.workingDirectory = node.text("working_dir")
    for entry in node["environment"]?.mapping ?? Mapping() {
        hook.environment[entry.key] = .some(entry.value.string)
    }
    hook.location = Location(node.range)
    return hook
}

/// Makes a typed init container of its canonical form.
func initContainerModel(_ node: Node) -> InitContainer {
    var container = InitContainer(hookModel(node))
    container.image = node.text("image")
    container.isPerReplica = node.isTrue("per_replica")
    return container
}

/// Makes a typed rule of a watch's canonical form.
func watchRuleModel(_ node: Node) -> WatchRule? {
    guard let path = node["path"]?.string else { return nil }
    let target = node.text("target") ?? ""
    let action: WatchRule.Action? =
        switch node["action"]?.string {
        case "rebuild": .rebuild
        case "restart": .restart
        case "sync": .synchronize(to: target)
        case "sync+restart": .synchronizeAndRestart(to: target)
        case "sync+exec": .synchronizeAndRun(node["exec"].map(hookModel) ?? Hook(), to: target)
        default: nil
        }
    guard let action else { return nil }
    var rule = WatchRule(path: path, action: action)
    rule.included = node.strings("include")
    rule.ignored = node.strings("ignore")
    rule.isCopiedFirst = node.isTrue("initial_sync")
    rule.location = Location(node.range)
    return rule
}

/// Makes the typed references to models of a service's canonical form.
func modelReferenceModels(_ node: Node) -> [ModelReference] {
    (node.mapping?.entries ?? []).sorted { $0.key < $1.key }.map { entry in
        var reference = ModelReference(model: entry.key)
        reference.addressVariable = entry.value.text("endpoint_var")
        reference.nameVariable = entry.value.text("model_var")
        reference.location = Location(entry.keyRange)
        return reference
    }
}

/// Makes a typed language model of its canonical form.
func languageModel(_ entry: Mapping.Entry) -> LanguageModel {
    var model = LanguageModel(key: entry.key, model: entry.value.text("model") ?? "")
    model.name = entry.value.text("name")
    model.contextSize = entry.value["context_size"]?.integer
    model.runtimeFlags = entry.value.strings("runtime_flags")
    model.location = Location(entry.keyRange)
    return model
}

/// Makes a typed provider of its canonical form.
func providerModel(_ node: Node) -> Provider? {
    guard let type = node["type"]?.string else { return nil }
    var provider = Provider(type: type)
    for entry in node["options"]?.mapping ?? Mapping() { provider.options[entry.key] = entry.value.strings }
    provider.location = Location(node.range)
    return provider
}
