/// Where an attribute is tested that has no effect on one container.
struct TestedElsewhere: Sendable {
    /// The suite.
    let suite: String
    /// True when everything below the attribute is tested there too.
    let isWhole: Bool

    static func suite(_ name: String) -> TestedElsewhere { TestedElsewhere(suite: name, isWhole: true) }
    /// The attribute alone, with nothing below it.
    static func only(_ name: String) -> TestedElsewhere { TestedElsewhere(suite: name, isWhole: false) }
}

/// The attributes whose tests are elsewhere, and where.
let testedElsewhere: [String: TestedElsewhere] = [
    // The devices of a host without any are refused; those of a specification are in the suite.
    "services.*.gpus": .suite("DeviceTests"),
    "services.*.deploy.resources.reservations.devices": .suite("DeviceTests"),
    // What commands look at.
    "services.*.attach": .suite("AttachedTests"),
    "services.*.develop": .suite("BuildAndDeployTests"),
    // What is said to people and other programs: it is in the project, and has no effect on a container.
    "services.*.expose": .suite("AttributeTests"),
    "services.*.ports[].app_protocol": .suite("AttributeTests"),
    "services.*.ports[].mode": .suite("AttributeTests"),
    "services.*.ports[].name": .suite("AttributeTests"),
    "services.*.volumes[].volume.labels": .suite("AttributeTests"),
    "networks.*.attachable": .suite("AttributeTests"),
    "networks.*.labels": .suite("AttributeTests"),
    "volumes.*.labels": .suite("AttributeTests"),
    // Services that use one are refused.
    "models": .suite("HonouringTests"),
    "services.*.build.cache_from": .suite("BuildCacheTests"),
    "services.*.build.cache_to": .suite("BuildCacheTests"),
    "services.*.build.labels": .suite("BuildTests"),
    "services.*.build.no_cache": .suite("BuildSourceTests"),
    "services.*.build.no_cache_filter": .suite("BuildSourceTests"),
    "services.*.build.platforms": .suite("BuildSourceTests"),
    "services.*.build.pull": .suite("BuildCacheTests"),
    "services.*.build.ssh": .suite("BuildSourceTests"),
    "services.*.build.tags": .suite("BuildTests"),
    "services.*.depends_on": .suite("OrderTests"),
    "services.*.deploy.replicas": .suite("DeploymentTests"),
    "services.*.deploy.restart_policy": .suite("DeploymentTests"),
    "services.*.healthcheck": .suite("OrderTests"),
    "services.*.extends": .suite("BerthLoaderTests"),
    "services.*.image": .suite("ImagesTests"),
    "services.*.links": .suite("ContainerFormTests"),
    "services.*.platform": .suite("RegistriesTests"),
    "services.*.pull_policy": .suite("ImagesTests"),
    "services.*.profiles": .suite("BerthLoaderTests"),
    "services.*.restart": .suite("LifecycleTests"),
    "services.*.scale": .suite("DeploymentTests"),
    "services.*.volumes_from": .suite("VolumeTests"),
    "volumes.*.name": .suite("VolumeTests"),
    "include": .suite("BerthLoaderTests"),
    "name": .suite("CommandLineTests"),
    "services.*.annotations": .suite("MetadataTests"),
    "services.*.label_file": .suite("MetadataTests"),
    "services.*.labels": .suite("MetadataTests"),
    "services.*.stop_grace_period": .suite("StopTests"),
    "services.*.stop_signal": .suite("StopTests"),
    "version": .suite("BerthLoaderTests"),
]
