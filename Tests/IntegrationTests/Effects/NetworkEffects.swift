import TestSupport

/// The networks that a container is on, and how it is reached.
let networkEffects: [Effect] = attachmentEffects + publishedEffects

/// An attribute of networks or of a service's part in them, as a probe in the container sees it.
private func shown(
    _ attributes: String..., networks: String, file: String, _ probe: String, is expected: String
) -> Effect {
    Effect(
        attributes: attributes, service: "networks: \(networks)", file: "networks: \(file)", probe: probe,
        expected: expected)
}

private let address = "ip -4 -o addr show dev eth0 | awk '{print $4}'"

private let attachmentEffects: [Effect] = [
    shown(
        "networks", "networks.*", "services.*.networks.*.aliases", networks: "{n: {aliases: [other-name]}}",
        file: "{n: }", "nslookup other-name | grep -c '^Name:.*other-name'", is: "[12]"),
    shown(
        "networks.*.ipam", "networks.*.ipam.config", "networks.*.ipam.config[].subnet", networks: "[n]",
        file: "{n: {ipam: {config: [{subnet: 10.219.1.0/28}]}}}", "\(address) | sed 's/[0-9]*\\//X\\//'",
        is: "10.219.1.X/28"),
    shown(
        "networks.*.ipam.config[].gateway", networks: "[n]",
        file: "{n: {ipam: {config: [{subnet: 10.219.2.0/24, gateway: 10.219.2.77}]}}}",
        "ip route | awk '/^default/ {print $3}'", is: "10.219.2.77"),
    shown(
        "services.*.networks.*.ipv4_address", networks: "{n: {ipv4_address: 10.219.3.9}}",
        file: "{n: {ipam: {config: [{subnet: 10.219.3.0/24}]}}}", address, is: "10.219.3.9/24"),
    shown(
        "services.*.networks.*.priority", networks: "{a: {priority: 1}, b: {priority: 9}}",
        file:
            "{a: {ipam: {config: [{subnet: 10.219.4.0/24}]}}, b: {ipam: {config: [{subnet: 10.219.5.0/24}]}}}",
        "\(address) | cut -d. -f3", is: "5"),
    shown(
        "networks.*.name", networks: "[n]", file: "{n: {name: berth-effect-net}}",
        "nslookup s.berth-effect-net | grep -c '^Name:.*s.berth-effect-net'", is: "[12]"),
    shown(
        "networks.*.internal", networks: "[n]", file: "{n: {internal: true}}",
        "ip route | grep -c ^default || true", is: "0"),
    missing("networks.*.external", "{n: {external: true, name: berth-effect-none}}"),
    missing("networks.*.external.name", "{n: {external: {name: berth-effect-none}}}"),
]

/// A network that somebody else should have made, and did not.
private func missing(_ attribute: String, _ networks: String) -> Effect {
    Effect(
        attributes: [attribute], service: "networks: [n]", file: "networks: \(networks)", place: .refusal,
        expected: ".*network \"?berth-effect-none\"? .*not.* found.*")
}

private let publishedEffects: [Effect] = [
    published("services.*.ports", at: "127.0.0.1") { "\"\($0):80\"" },
    published("services.*.ports[].target", "services.*.ports[].published", at: "127.0.0.1") {
        "{target: 80, published: \($0)}"
    },
    published("services.*.ports[].host_ip", at: "127.0.0.2") {
        "{target: 80, published: \($0), host_ip: 127.0.0.2}"
    },
    published("services.*.ports[].host_ip", at: "127.0.0.1", isOpen: false) {
        "{target: 80, published: \($0), host_ip: 127.0.0.2}"
    },
]

/// Whether the container answers at a port of the host.
private func published(
    _ attributes: String..., at address: String, isOpen: Bool = true, _ port: (UInt16) -> String
) -> Effect {
    // Without a free port the effect fails, which is seen.
    let number = (try? freePort()) ?? 0
    let fetch = "curl -sS --noproxy '*' --max-time 5"
    let url = "http://\(address):\(number)/passwd"
    let own = "nsenter -t $PID -n \(fetch) --retry 5 --retry-connrefused http://127.0.0.1/passwd"
    return Effect(
        attributes: attributes,
        service: "command: httpd -f -p 80 -h /etc\nports: [\(port(number))]", place: .host,
        probe: "\(own) | head -n 1; \(fetch) \(url) | head -n 1",
        expected: isOpen ? "root:.*\nroot:.*" : "root:[^\n]*")
}
