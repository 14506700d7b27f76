import BerthImages
import BerthModel

/// One build, and the services that have the same: its image is for all of them.
struct BuildJob: Sendable {
    /// The services, sorted.
    var services: [String]
    /// The first of them.
    let service: Service
    /// The build.
    let build: Build

    /// The builds of services and of those whose images they need.
    static func jobs(of services: [String], in project: Project) throws -> [BuildJob] {
        var jobs: [BuildJob] = []
        var open = services
        var seen: Set<String> = []
        while let name = open.popLast() {
            guard seen.insert(name).inserted, let service = project.service(named: name),
                let build = service.build
            else { continue }
            open += build.requiredServices
            if let index = jobs.firstIndex(where: { $0.isSame(as: service) }) {
                jobs[index].services = (jobs[index].services + [name]).sorted()
            } else {
                jobs.append(BuildJob(services: [name], service: service, build: build))
            }
        }
        return jobs.sorted { $0.service.name < $1.service.name }
    }

    private func isSame(as other: Service) -> Bool {
        var build = build
        build.location = other.build?.location
        return service.image == other.image && service.platform == other.platform && build == other.build
    }

    /// What is asked of the builder.
    func request(in project: Project, _ changes: BuildChanges, serviceImages: [String: String]) throws
        -> BuildRequest
    {
        var build = changes.applied(to: build)
        if let network = build.network, !["host", "none", "default"].contains(network) {
            throw Failure(
                .invalidFile, "a build cannot be connected to network \"\(network)\"",
                remedy: "write network: host, none or default")
        }
        let marks = [
            ComposeLabel.project: project.name, ComposeLabel.service: service.name,
            ComposeLabel.version: berthVersion,
        ]
        build.labels.merge(marks) { $1 }
        var request = BuildRequest(build, names: try names)
        request.serviceImages = serviceImages
        request.memory = changes.memory
        request.platform = platform
        for secret in build.secrets {
            request.secrets[secret.target] = project.secrets.first { $0.key == secret.source }
        }
        return request
    }

    private var names: [ImageReference] {
        get throws {
            var names: [ImageReference] = []
            for text in [service.image] + build.tags {
                let name = try ImageReference(text)
                if !names.contains(name) { names.append(name) }
            }
            return names
        }
    }

    /// The platform that is built for; nil for this machine's.
    private var platform: Platform? {
        let listed = build.platforms
        let choice = service.platform ?? listed.first(where: isOfThisMachine) ?? listed.first
        return choice.flatMap { isOfThisMachine($0) ? nil : $0 }
    }
}

/// True for the platform of this machine.
func isOfThisMachine(_ platform: Platform) -> Bool { hostPlatforms.contains(platform.description) }
