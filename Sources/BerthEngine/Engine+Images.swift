public import BerthImages
public import BerthModel

/// How the images of services are pulled.
public struct ImagePulling: Sendable, Hashable {
    /// Replaces the pull policy of every service.
    public var policy: PullPolicy?
    /// The variables of the command that wants the images.
    public var environment: [String: String]

    /// Describes how images are pulled for a command.
    public init(policy: PullPolicy? = nil, environment: [String: String]) {
        self.policy = policy
        self.environment = environment
    }
}

extension Engine {
    /// The images of services, by service, pulled where they are missing or a policy wants them anew.
    ///
    /// All are pulled at the same time, and all that cannot be had are told.
    public func images(
        of services: [Service], _ pulling: ImagePulling, emit: @escaping @Sendable (StackEvent) -> Void
    ) async throws -> [String: Image] {
        let users = Dictionary(grouping: services) { "\($0.image) \($0.platform?.description ?? "")" }
        var found: [String: Image] = [:]
        var failures = FailureList()
        await withTaskGroup(of: ([Service], Result<Image, any Error>).self) { group in
            for (_, users) in users.sorted(by: { $0.key < $1.key }) {
                group.addTask { @Sendable in
                    do { return (users, .success(try await self.image(of: users[0], pulling, emit))) } catch {
                        return (users, .failure(error))
                    }
                }
            }
            for await (users, result) in group {
                switch result {
                case .success(let image): for user in users { found[user.name] = image }
                case .failure(let error): failures.append(error)
                }
            }
        }
        try failures.throwIfAny()
        return found
    }

    private func image(
        of service: Service, _ pulling: ImagePulling, _ emit: @escaping @Sendable (StackEvent) -> Void
    ) async throws -> Image {
        do {
            var request = PullRequest(
                try ImageReference(service.image), environment: pulling.environment)
            // An image that is built here is not asked for anywhere else.
            let policy = service.pullPolicy == .build ? nil : pulling.policy
            request.policy = policy ?? service.pullPolicy ?? .missing
            request.platform = service.platform
            let image = try await drivers.images.pull(request) { progress in
                emit(.progress(ProgressEvent(service.image, progress)))
            }
            if let host = image.unfitHost { emit(.warning(unfit(image, host, service))) }
            return image
        } catch let failure as Failure {
            throw Failure(
                failure.kind, "service \"\(service.name)\": \(failure.message)",
                at: service.imageLocation ?? service.location, remedy: failure.remedy, cause: failure.cause)
        }
    }
}

extension ProgressEvent {
    /// How far the pull of an image is.
    fileprivate init(_ image: String, _ progress: PullProgress) {
        self.init(.image, image, progress.phase == .unpacking ? "Unpacking" : "Pulling", .working)
        current = progress.received
        total = progress.size
    }
}

/// Says that the programs of an image do not run here.
private func unfit(_ image: Image, _ host: String, _ service: Service) -> String {
    "service \"\(service.name)\": image \"\(service.image)\" is made for \(image.platform) and this host is \(host): "
        + "its programs will not start (exec format error); take an image for \(host), or install an emulator "
        + "such as the package qemu-user-static"
}
