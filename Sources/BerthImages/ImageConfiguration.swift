public import BerthModel
import FoundationEssentials

/// What an image says of the containers made of it.
public struct ImageConfiguration: Sendable, Hashable {
    /// The processor it is for, in Go's words, such as `amd64`.
    public var architecture = ""
    /// The variant of the processor, such as `v7`; nil when it says none.
    public var variant: String?
    /// The operating system it is for.
    public var operatingSystem = ""
    /// When it was made, in seconds since 1970.
    public var created: Double?
    /// USER: `user[:group]`, names or numbers; empty for root.
    public var user = ""
    /// ENV, as `KEY=VALUE` in the order of the image.
    public var environment: [String] = []
    /// ENTRYPOINT.
    public var entrypoint: [String] = []
    /// CMD.
    public var command: [String] = []
    /// WORKDIR; empty for the root directory.
    public var workingDirectory = ""
    /// EXPOSE, as `80/tcp`, sorted.
    public var exposedPorts: [String] = []
    /// VOLUME: absolute paths, sorted.
    public var volumes: [String] = []
    /// LABEL.
    public var labels: [String: String] = [:]
    /// STOPSIGNAL.
    public var stopSignal: String?
    /// HEALTHCHECK, an extension of Docker's to the OCI specification.
    public var healthcheck: Healthcheck?
    /// SHELL, the interpreter of a `CMD-SHELL` probe.
    public var shell: [String] = []
    /// The digests of the uncompressed layers, the lowest first, each as 64 hexadecimal digits.
    public var diffIDs: [String] = []

    /// An empty configuration.
    public init() {}

    /// Reads the configuration blob of an image.
    init(_ json: [UInt8]) throws {
        let document = try decodeJSON(Document.self, json)
        let config = document.config
        architecture = document.architecture ?? ""
        variant = document.variant.flatMap { $0.isEmpty ? nil : $0 }
        operatingSystem = document.os ?? ""
        created = document.created.flatMap(seconds)
        user = config?.User ?? ""
        environment = config?.Env ?? []
        entrypoint = config?.Entrypoint ?? []
        command = config?.Cmd ?? []
        workingDirectory = config?.WorkingDir ?? ""
        exposedPorts = (config?.ExposedPorts ?? [:]).keys.sorted()
        volumes = (config?.Volumes ?? [:]).keys.sorted()
        labels = config?.Labels ?? [:]
        stopSignal = config?.StopSignal
        healthcheck = config?.Healthcheck.map(Healthcheck.init)
        shell = config?.Shell ?? []
        diffIDs = (document.rootfs?.diff_ids ?? []).map(\.hex)
    }
}

// MARK: - The document

/// The blob in the names of the specification.
private struct Document: Decodable {
    struct Config: Decodable {
        var User: String?
        var Env: [String]?
        var Entrypoint: [String]?
        var Cmd: [String]?
        var WorkingDir: String?
        var ExposedPorts: [String: Nothing]?
        var Volumes: [String: Nothing]?
        var Labels: [String: String]?
        var StopSignal: String?
        var Healthcheck: Probe?
        var Shell: [String]?
    }

    /// Times are in nanoseconds; zero means the default.
    struct Probe: Decodable {
        var Test: [String]?
        var Interval: Int64?
        var Timeout: Int64?
        var StartPeriod: Int64?
        var StartInterval: Int64?
        var Retries: Int?
    }

    struct RootFileSystem: Decodable {
        var diff_ids: [ContentDigest]?
    }

    /// The empty object that stands for a member of a set.
    struct Nothing: Decodable {}

    var architecture: String?
    var variant: String?
    var os: String?
    var created: String?
    var config: Config?
    var rootfs: RootFileSystem?
}

extension Healthcheck {
    fileprivate init(_ probe: Document.Probe) {
        self.init()
        let words = probe.Test ?? []
        test =
            switch words.first {
            case nil: .inherited
            case "NONE": .none
            case "CMD-SHELL": .shell(words.dropFirst().joined(separator: " "))
            case "CMD": .command(Array(words.dropFirst()))
            default: .command(words)
            }
        interval = duration(probe.Interval)
        timeout = duration(probe.Timeout)
        startPeriod = duration(probe.StartPeriod)
        startInterval = duration(probe.StartInterval)
        retries = probe.Retries == 0 ? nil : probe.Retries
    }
}

private func duration(_ nanoseconds: Int64?) -> Duration? {
    guard let nanoseconds, nanoseconds > 0 else { return nil }
    return .nanoseconds(nanoseconds)
}

/// The seconds since 1970 of a time as RFC 3339 has it; fractions of a second are left out.
private func seconds(_ time: String) -> Double? {
    var whole = time
    if let dot = time.firstIndex(of: ".") {
        let fraction = time[time.index(after: dot)...].prefix { $0.isNumber }
        whole = String(time[..<dot]) + time[fraction.endIndex...]
    }
    // A time that cannot be read is as good as none: it is only shown.
    return (try? Date(whole, strategy: .iso8601))?.timeIntervalSince1970
}
