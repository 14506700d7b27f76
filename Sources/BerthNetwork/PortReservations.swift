public import BerthModel
internal import LinuxSystem
internal import Synchronization

/// The ports of the host that a stack holds, so that no other process can take them meanwhile.
///
/// Each is a bound socket of this process and is free again when the process ends. Containers of one service
/// that publish the same fixed port share it.
public final class PortReservations: Sendable {
    private let network: NetworkDriver
    private let held = Mutex<[HostEndpoint: Reservation]>([:])

    /// What is wanted from an endpoint; two equal uses may share it.
    public struct Use: Sendable, Hashable {
        /// The service whose containers are behind the port.
        public let service: String
        /// The port in the container.
        public let target: UInt16

        /// Describes a use.
        public init(service: String, target: UInt16) {
            self.service = service
            self.target = target
        }
    }

    private struct Reservation {
        let socket: SharedSocket
        let use: Use
        var containers: Set<String>
    }

    private final class SharedSocket: Sendable {
        let socket: BoundSocket
        init(_ socket: consuming BoundSocket) { self.socket = socket }
    }

    /// Begins with none; `network` tells which stack's container has a port that is taken.
    public init(network: NetworkDriver) { self.network = network }

    /// Takes a port for a container as its mapping asks: the fixed one, one of the range, or any free one.
    public func reserve(
        _ mapping: PortMapping, container: String, service: String
    ) throws(Failure) -> HostEndpoint {
        let use = Use(service: service, target: mapping.target)
        let wanted = try mapping.endpoints()
        for endpoint in wanted {
            do throws(SystemError) {
                let isFixed = wanted.count == 1
                return try reserve(endpoint, container: container, use: use, sharing: isFixed)
            } catch  where error.isInUse {
                continue
            } catch {
                throw Failure(
                    .runtime, "service \"\(service)\": cannot publish port \(endpoint)", at: mapping.location,
                    cause: error)
            }
        }
        throw taken(mapping, wanted, service: service)
    }

    /// Takes again the port that a container had, such as after a restart of this process.
    public func reserve(_ endpoint: HostEndpoint, container: String, use: Use) throws(Failure) {
        do throws(SystemError) {
            _ = try reserve(endpoint, container: container, use: use, sharing: true)
        } catch {
            throw Failure(
                .runtime, "service \"\(use.service)\": cannot keep port \(endpoint)\(holder(of: endpoint))",
                cause: error)
        }
    }

    /// Gives up all ports of a container; one it shares stays with the others.
    public func release(container: String) {
        held.withLock { held in
            for endpoint in held.keys { held[endpoint]?.containers.remove(container) }
            held = held.filter { !$0.value.containers.isEmpty }
        }
    }

    private func reserve(_ endpoint: HostEndpoint, container: String, use: Use, sharing: Bool)
        throws(SystemError) -> HostEndpoint
    {
        try held.withLock { (held) throws(SystemError) in
            if sharing, held[endpoint]?.use == use {
                held[endpoint]?.containers.insert(container)
                return endpoint
            }
            let socket = try BoundSocket(
                endpoint.transport == .udp ? .udp : .tcp, address: endpoint.address ?? .any,
                port: endpoint.port)
            let chosen = HostEndpoint(
                address: endpoint.address, transport: endpoint.transport, port: socket.port)
            held[chosen] = Reservation(socket: SharedSocket(socket), use: use, containers: [container])
            return chosen
        }
    }

    private func taken(_ mapping: PortMapping, _ wanted: [HostEndpoint], service: String) -> Failure {
        guard let only = wanted.first, wanted.count == 1 else {
            let range = mapping.published.map { "\($0.lowerBound)-\($0.upperBound)" } ?? ""
            return Failure(
                .runtime, "service \"\(service)\": no port of \(range)/\(mapping.transport) is free",
                at: mapping.location, remedy: "publish a larger range, or stop what holds the ports")
        }
        return Failure(
            .runtime, "service \"\(service)\": port \(only) is taken\(holder(of: only))",
            at: mapping.location, remedy: "stop what holds it, or publish another port")
    }

    /// ` by …`, as far as it can be found out.
    private func holder(of endpoint: HostEndpoint) -> String {
        let own = held.withLock { held in held.first { $0.key.overlaps(endpoint) }?.value.use.service }
        if let own { return " by service \"\(own)\" of the same project" }
        // An unreadable table only makes the message shorter.
        let rules = (try? network.publishedPorts()) ?? []
        if let rule = rules.first(where: { $0.endpoint.overlaps(endpoint) }) {
            return " by container \"\(rule.owner.name)\" of another project"
        }
        return PortHolder(of: endpoint).map { " by \($0)" } ?? ""
    }
}

extension PortMapping {
    /// The endpoints that satisfy the mapping, in the order in which they are tried; port 0 is any free one.
    fileprivate func endpoints() throws(Failure) -> [HostEndpoint] {
        guard transport != .sctp else {
            throw Failure(.runtime, "publishing sctp ports is not supported yet", at: location)
        }
        let address: IPv4Address?
        do throws(AddressError) {
            address = try hostAddress.map { text throws(AddressError) in try IPv4Address(text) }
        } catch {
            throw Failure(
                .invalidFile, "cannot publish port \(target)", at: location,
                remedy: "IPv6 addresses are not supported yet", cause: error)
        }
        return (published ?? 0...0).map { HostEndpoint(address: address, transport: transport, port: $0) }
    }
}
