import TestSupport

extension Stack {
    /// The addresses that a name has for a service, sorted; none when it is unknown.
    func addresses(of name: String, from service: String) async throws -> [String] {
        let result = try await berth("exec", "-T", service, "nslookup", "-type=a", name)
        // The server's address stands in front of the answer's.
        let lines = result.lines.drop { !$0.hasPrefix("Name:") }
        return lines.filter { $0.hasPrefix("Address") }.compactMap {
            $0.split(separator: " ").last.map(String.init)
        }
        .sorted()
    }

    /// The first address of a service's container.
    func address(of service: String) async throws -> String {
        let text = try await shell(service, "hostname -i")
        guard let address = text.split(whereSeparator: \.isWhitespace).first else {
            throw TestFailure("\(service) has no address: \(text)")
        }
        return String(address)
    }

    /// Whether a service's container can fetch a page; it gives up after two seconds.
    func reaches(_ url: String, from service: String) async throws -> Bool {
        try await berth("exec", "-T", service, "timeout", "2", "wget", "-q", "-O-", url).status == 0
    }
}
