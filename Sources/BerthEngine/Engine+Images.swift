public import BerthImages
public import BerthModel

extension Engine {
    /// The images of services, by service, pulled where they are missing or a policy wants them anew.
    ///
    /// All are pulled at the same time, and all that cannot be had are told.
    public func images(
        of services: [Service], policy: PullPolicy?, emit: @escaping @Sendable (StackEvent) -> Void
    ) async throws -> [String: Image] {
        var byReference: [String: [Service]] = [:]
        for service in services { byReference[service.image, default: []].append(service) }
        var found: [String: Image] = [:]
        var failures = FailureList()
        await withTaskGroup(of: ([Service], Result<Image, any Error>).self) { group in
            for (_, users) in byReference.sorted(by: { $0.key < $1.key }) {
                group.addTask { @Sendable in
                    do { return (users, .success(try await self.image(of: users[0], policy, emit))) } catch {
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
        of service: Service, _ policy: PullPolicy?, _ emit: @escaping @Sendable (StackEvent) -> Void
    ) async throws -> Image {
        do {
            let reference = try ImageReference(service.image)
            // An image that is built here is not asked for anywhere else.
            let policy = service.pullPolicy == .build ? nil : policy
            return try await drivers.images.pull(reference, policy: policy ?? service.pullPolicy) {
                progress in
                var event = ProgressEvent(.image, service.image, "Pulling", .working)
                event.current = progress.received
                event.total = progress.size
                emit(.progress(event))
            }
        } catch let failure as Failure {
            throw Failure(
                failure.kind, "service \"\(service.name)\": \(failure.message)",
                at: service.imageLocation ?? service.location, remedy: failure.remedy, cause: failure.cause)
        }
    }
}
