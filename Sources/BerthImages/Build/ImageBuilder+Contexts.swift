internal import BerthModel
internal import LinuxSystem

extension ImageBuilder {
    /// The options that name the images and contexts of a recipe, which are here then.
    func contextArguments(
        _ request: BuildRequest, _ source: BuildSource, _ scratch: BuildScratch, _ tell: @escaping BuildEvents
    ) async throws -> [String] {
        let build = request.build
        var contexts: [String: String] = [:]
        for (name, context) in build.additionalContexts {
            contexts[name] = try await additionalContext(name, context, request, scratch, tell)
        }
        // For another kind of machine the builder itself chooses the images.
        if let recipe = source.recipe, request.platform == nil {
            let used = recipe.usedImages(
                target: build.target, arguments: build.arguments, contexts: Set(contexts.keys))
            for image in used {
                let id = try await provide(
                    ImageReference(image.name), pulling: build.pullsBaseImages ? .always : .missing, tell)
                contexts[image.text] = imageContext(id)
            }
        }
        return contexts.sorted { $0.key < $1.key }.flatMap { ["--build-context", "\($0.key)=\($0.value)"] }
    }

    private func additionalContext(
        _ name: String, _ context: Build.Context, _ request: BuildRequest, _ scratch: BuildScratch,
        _ tell: @escaping BuildEvents
    ) async throws -> String {
        let place = try await contextPlace(
            context, in: scratch.path("context-\(ContentDigest(of: Array(name.utf8)).hex)"))
        if case .service(let service) = context {
            guard let id = request.serviceImages[service] else {
                throw Failure(.invalidFile, "the image of service \"\(service)\" was not built")
            }
            return imageContext(try await provide(id))
        }
        if let image = stripped("docker-image://", from: place) {
            return imageContext(try await provide(ImageReference(image), pulling: .missing, tell))
        }
        if let layout = stripped("oci-layout://", from: place) {
            return imageContext(try await importLayout(layout))
        }
        return place
    }

    private func imageContext(_ id: String) -> String {
        "docker-image://\(stripped("sha256:", from: id) ?? id)"
    }

    /// Makes an image present in the store and in the builder's storage, and returns its id.
    private func provide(
        _ reference: ImageReference, pulling policy: PullPolicy, _ tell: @escaping BuildEvents
    ) async throws -> String {
        let (states, state) = AsyncStream.makeStream(
            of: PullProgress.self, bufferingPolicy: .bufferingNewest(1))
        let image = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                var isPulled = false
                for await state in states {
                    isPulled = true
                    try await tell(.pulling(image: reference.familiar, state))
                }
                return isPulled
            }
            defer { state.finish() }
            var request = PullRequest(reference, environment: environmentVariables())
            request.policy = policy
            let image = try await store.pull(request) { state.yield($0) }
            state.finish()
            if try await group.next() == true { try await tell(.pulled(image: reference.familiar)) }
            return image
        }
        return try await provide(image)
    }

    /// Makes an image of the store present in the builder's storage.
    private func provide(_ id: String) async throws -> String {
        guard let image = try store.images(withIDPrefix: id).first else {
            throw Failure(.notFound, "image \"\(id)\" does not exist")
        }
        return try await provide(image)
    }

    private func provide(_ image: Image) async throws -> String {
        if try await buildah.images().contains(image.id) { return image.id }
        try await store.export(image) { directory in
            try await buildah.copy("oci:\(directory)", as: image.id)
        }
        return image.id
    }

    /// Takes an image of an OCI layout, `PATH[:NAME]`, into the builder's storage.
    private func importLayout(_ text: String) async throws -> String {
        if text.contains("@") {
            throw Failure(
                .invalidFile, "the image of the layout \"\(text)\" cannot be chosen by its digest",
                remedy: "choose it by its name: oci-layout://PATH:NAME")
        }
        let skopeo = try installedProgram("skopeo", package: "skopeo")
        let result = try await LinuxSystem.run(
            ProcessDescription(skopeo, ["inspect", "--config", "--raw", "oci:\(text)"]))
        guard result.succeeded else {
            let reason = result.errors.split(separator: "\n").last.map(String.init) ?? ""
            throw Failure(.notFound, "cannot read the layout \"\(text)\": \(reason)")
        }
        let id = ContentDigest(of: result.output).description
        if try await !buildah.images().contains(id) { try await buildah.copy("oci:\(text)", as: id) }
        return id
    }

    // MARK: What the builder cannot read

    /// Refuses what the builder would misunderstand: unknown instructions, and here-documents, whose lines it
    /// would take for instructions.
    func checkRecipe(_ source: BuildSource) async throws {
        guard let recipe = source.recipe else { return }
        if let instruction = recipe.firstUnknown {
            throw Failure(
                .invalidFile, "\"\(instruction.keyword)\" is not an instruction",
                at: source.place(of: instruction))
        }
        guard let instruction = recipe.firstDocument else { return }
        let version = try await buildah.version()
        if version.isNotBefore(firstVersionWithDocuments) { return }
        throw Failure(
            .invalidFile, "\(instruction.keyword) has a here-document, which buildah \(version) cannot read",
            at: source.place(of: instruction),
            remedy:
                "join the commands with && and \\, or install buildah \(firstVersionWithDocuments) or later")
    }
}

/// The first buildah that reads `<<EOF`.
private let firstVersionWithDocuments = "1.33"

extension String {
    /// True when this version is another one or a later one.
    fileprivate func isNotBefore(_ other: String) -> Bool {
        let numbers = { (text: String) in
            text.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
        }
        return !numbers(self).lexicographicallyPrecedes(numbers(other))
    }
}

private func stripped(_ prefix: String, from text: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
}
