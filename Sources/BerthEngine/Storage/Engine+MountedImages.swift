public import BerthImages
public import BerthModel

extension Engine {
    /// The images whose files services mount, by reference, pulled where they are missing.
    public func mountedImages(
        of services: [Service], _ pulling: ImagePulling, emit: @escaping @Sendable (StackEvent) -> Void
    ) async throws -> [String: Image] {
        var found: [String: Image] = [:]
        for service in services {
            for mount in service.mounts {
                guard let text = mount.imageReference, found[text] == nil else { continue }
                found[text] = try await mountedImage(text, of: mount, in: service, pulling, emit)
            }
        }
        return found
    }

    private func mountedImage(
        _ text: String, of mount: ServiceMount, in service: Service,
        _ pulling: ImagePulling, _ emit: @escaping @Sendable (StackEvent) -> Void
    ) async throws -> Image {
        do {
            let request = PullRequest(try ImageReference(text), environment: pulling.environment)
            return try await drivers.images.pull(request) { progress in
                var event = ProgressEvent(.image, text, "Pulling", .working)
                event.current = progress.received
                event.total = progress.size
                emit(.progress(event))
            }
        } catch let failure as Failure {
            throw Failure(
                failure.kind, "service \"\(service.name)\": \(failure.message)",
                at: mount.location ?? service.location, remedy: failure.remedy, cause: failure.cause)
        }
    }
}
