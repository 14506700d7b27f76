public import BerthModel

/// What a resolv.conf(5) says, read leniently: unknown lines are passed over, as the C library does.
public struct ResolverConfiguration: Sendable, Hashable {
    /// The addresses after `nameserver`, in order, without repetitions; an IPv6 address may have a zone.
    public private(set) var servers: [String] = []
    /// The domains of the last `search` or `domain` line.
    public private(set) var search: [String] = []
    /// All options, in order.
    public private(set) var options: [String] = []

    /// Reads the content of the file.
    public init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let keyword = words.first else { continue }
            switch (keyword, Array(words.dropFirst())) {
            case ("nameserver", let values):
                servers += values.prefix(1).filter { !servers.contains($0) }
            case ("domain", let values): search = Array(values.prefix(1))
            // A lone dot says that there is nothing to search in.
            case ("search", let values): search = values.filter { $0 != "." }
            case ("options", let values): options += values
            default: break
            }
        }
    }

    /// The same with what a service says in its place: each of servers, domains and options as a whole.
    ///
    /// A lone dot as domain means none.
    public func overridden(by service: NameResolution) -> ResolverConfiguration {
        var result = self
        if !service.servers.isEmpty { result.servers = service.servers }
        if !service.searchDomains.isEmpty { result.search = service.searchDomains.filter { $0 != "." } }
        if !service.options.isEmpty { result.options = service.options }
        return result
    }

    /// True when the options set `ndots`; see `NameTable.Container.setsNdots`.
    public var setsNdots: Bool { options.contains { $0.hasPrefix("ndots:") } }

    /// The content of a container's resolv.conf on a host with this one.
    ///
    /// Names are asked for as they are first (`ndots:0`), unless the host says otherwise: names of services
    /// have no dots, and the host's domains know none of them.
    public var forContainer: String {
        var container = self
        container.servers = [NameServer.address]
        if !setsNdots { container.options.append("ndots:0") }
        return container.text
    }

    /// The content of a file that says this.
    public var text: String {
        let lines = servers.map { "nameserver \($0)" } + [line("search", search), line("options", options)]
        return lines.filter { !$0.isEmpty }.map { $0 + "\n" }.joined()
    }

    private func line(_ keyword: String, _ values: [String]) -> String {
        values.isEmpty ? "" : ([keyword] + values).joined(separator: " ")
    }
}
