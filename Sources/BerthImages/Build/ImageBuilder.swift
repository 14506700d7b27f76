public import BerthModel
internal import LinuxSystem

/// Builds images with buildah and takes them into the store.
///
/// Images that a recipe starts from come from the store, and into it when they are missing. A build that is cancelled
/// leaves no process, mount or container; what one leaves that is killed is cleared away by the next.
public struct ImageBuilder: Sendable {
    let store: ImageStore
    let place: BuildPlace
    let buildah: Buildah
    private let runtime: BuildRuntime

    /// Prepares builds for a store of an installation.
    public init(_ store: ImageStore, in installation: Installation, runtime: BuildRuntime) throws {
        self.store = store
        self.runtime = runtime
        place = try BuildPlace(installation)
        buildah = try Buildah(place)
    }

    /// Builds an image and gives it its names; an image of which nothing changed keeps its id.
    ///
    /// Of two builds under one first name at the same time, the second finds what the first has kept.
    public func build(_ request: BuildRequest, _ tell: @escaping BuildEvents) async throws -> BuiltImage {
        try await place.sweep { try await buildah.removeContainers() }
        return try await place.alone(request.names[0]) {
            do {
                let image = try await place.scratch { try await build(request, $0, tell) }
                await sweepAfterwards()
                return image
            } catch {
                await sweepAfterwards()
                throw error
            }
        }
    }

    private func build(_ request: BuildRequest, _ scratch: BuildScratch, _ tell: @escaping BuildEvents)
        async throws -> BuiltImage
    {
        let source = try await BuildSource(request.build, scratch)
        try await checkRecipe(source)
        let arguments = try await arguments(request, source, scratch, tell)
        try await run(arguments, request, source, scratch, tell)
        let id = try readText(scratch.path("id"))
        try await store.take(id, as: request.names) { try await buildah.push(id, to: $0) }
        return BuiltImage(id: id, names: request.names)
    }

    /// Looks whether a request can be built, as far as that shows without building.
    public func check(_ request: BuildRequest) async throws {
        do {
            try await place.scratch { try await checkRecipe(BuildSource(request.build, $0)) }
        } catch {
            await sweepAfterwards()
            throw error
        }
    }

    /// Clears away now what is left, when no other build runs; otherwise the next one does it.
    private func sweepAfterwards() async {
        let place = place
        let buildah = buildah
        // Cancelled or not; what cannot be cleared away now does not matter to the image.
        try? await Task { try await place.sweep { try await buildah.removeContainers() } }.value
    }

    /// The whole command line after `build`.
    private func arguments(
        _ request: BuildRequest, _ source: BuildSource, _ scratch: BuildScratch, _ tell: @escaping BuildEvents
    ) async throws -> [String] {
        let contexts = try await contextArguments(request, source, scratch, tell)
        let platform = request.platform.map { ["--platform", $0.description] } ?? []
        let tls = usesLocalCache(request.build) ? ["--tls-verify=false"] : []
        let memory = request.memory.map { ["--memory", $0] } ?? []
        let pull = source.recipe == nil && request.build.pullsBaseImages ? "--pull=always" : "--pull=false"
        return [
            "--layers", "--force-rm", "--format", "docker", "--identity-label=false", "--isolation", "oci",
            pull,
            "--iidfile", scratch.path("id"), "--cgroup-parent", scratch.cgroup,
            "--runtime", runtime.executable, "--runtime-flag", "root=\(place.state)/containers",
        ] + runtime.options.flatMap { ["--runtime-flag", $0] } + platform + tls + memory
            + buildArguments(request.build) + source.ignoreArguments + contexts
            + request.secrets.keys.sorted().flatMap {
                ["--secret", "id=\($0),src=\(secretPath($0, scratch))"]
            }
            + (source.file.map { ["--file", $0] } ?? []) + [source.context]
    }

    private func usesLocalCache(_ build: Build) -> Bool {
        (build.cache.sources + build.cache.destinations).contains { CacheLocation($0)?.isLocal == true }
    }

    // MARK: The run

    private func run(
        _ arguments: [String], _ request: BuildRequest, _ source: BuildSource, _ scratch: BuildScratch,
        _ tell: @escaping BuildEvents
    ) async throws {
        defer {
            // What cannot be removed now goes with the scratch directory.
            for name in request.secrets.keys { try? removeFile(secretPath(name, scratch)) }
        }
        for (name, file) in request.secrets { try writeSecret(name, file, scratch) }
        let logPath = place.log(of: request.names[0])
        let log = try OwnedDescriptor.writing(logPath, mode: 0o600)
        var transcript = BuildTranscript(source.recipe, labels: request.build.labels.count)
        var lines = LineBuffer()
        let end = try await buildah.build(arguments, scratch) { bytes in
            try log.write(bytes)
            for line in lines.take(bytes) {
                for event in transcript.read(line) { try await tell(event) }
            }
        }
        for line in lines.rest() {
            for event in transcript.read(line) { try await tell(event) }
        }
        guard end == .exited(0) else {
            try await tell(.failed(transcript.step, output: transcript.output))
            throw buildFailure(transcript, source, end: end, log: logPath)
        }
        for event in transcript.end() { try await tell(event) }
        try removeFile(logPath)
    }

    // MARK: Secrets

    private func secretPath(_ name: String, _ scratch: BuildScratch) -> String {
        scratch.path("secret-\(ContentDigest(of: Array(name.utf8)).hex)")
    }

    /// Writes a secret where only root can read it, and only until the build ends.
    private func writeSecret(_ name: String, _ file: ProjectFile, _ scratch: BuildScratch) throws {
        let text: String
        switch file.source {
        case .file(let path): text = try readText(path)
        case .content(let content): text = content
        case .environment(let variable, let value):
            guard let value else {
                throw Failure(.invalidFile, "secret \"\(name)\": the variable \"\(variable)\" is not set")
            }
            text = value
        case .external, .driver:
            throw Failure(
                .invalidFile,
                "secret \"\(name)\" is kept outside of the project, where a build cannot read it",
                remedy: "give it a file or a variable")
        }
        try writeFile(secretPath(name, scratch), text, mode: 0o600)
    }
}

/// Lines of a stream of bytes.
struct LineBuffer: Sendable {
    private var kept: [UInt8] = []

    /// The lines that are whole with these bytes.
    mutating func take(_ bytes: [UInt8]) -> [String] {
        kept += bytes
        guard let end = kept.lastIndex(of: 10) else { return [] }
        defer { kept.removeSubrange(...end) }
        return kept[..<end].split(separator: 10, omittingEmptySubsequences: false).map(text)
    }

    /// What was written after the last line feed.
    mutating func rest() -> [String] {
        defer { kept = [] }
        return kept.isEmpty ? [] : [text(kept[...])]
    }

    /// The text of a line, of which a carriage return leaves what was written last.
    private func text(_ line: ArraySlice<UInt8>) -> String {
        let line = line.last == 13 ? line.dropLast() : line
        return String(decoding: line.split(separator: 13).last ?? [], as: UTF8.self)
    }
}
