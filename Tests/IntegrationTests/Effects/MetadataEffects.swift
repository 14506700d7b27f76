/// How a container is called, and how it finds others by their names.
let metadataEffects: [Effect] = hostEffects + resolverEffects + addressEffects

/// The lines of `/etc/hosts` that begin with an address of these tests, with one space.
private let givenHosts = "grep -E '^(192.0.2|fd00::)' /etc/hosts | tr '\\t' ' '"

private let hostEffects: [Effect] = [
    .inside(
        "extra_hosts", "extra_hosts.*", service: "extra_hosts: {a: 192.0.2.1, b: \"fd00::1\"}", givenHosts,
        is: "192.0.2.1 a\nfd00::1 b"),
    .inside(
        "extra_hosts", service: "extra_hosts: [\"a:192.0.2.1\", \"b=[fd00::1]\", \"c=192.0.2.2,192.0.2.3\"]",
        givenHosts, is: "192.0.2.1 a\nfd00::1 b\n192.0.2.2 c\n192.0.2.3 c"),
    .inside(
        "extra_hosts", service: "extra_hosts: [\"gate=host-gateway\"]",
        "gate=$(awk '$2 == \"gate\" {print $1}' /etc/hosts); ip route get $gate | grep -c \"^$gate dev\"",
        is: "1"),
    .inside(
        "extra_hosts", service: "hostname: web\nextra_hosts: [\"web=192.0.2.9\"]",
        "awk '$2 == \"web\" {print $1; exit}' /etc/hosts", is: "192.0.2.9"),
    .inside(
        "container_name", service: "container_name: berth-effect-named",
        "nslookup berth-effect-named | grep -c '^Name:.*berth-effect-named'", is: "[12]"),
]

private func resolverLine(_ keyword: String) -> String { "grep ^\(keyword) /etc/resolv.conf" }

private let resolverEffects: [Effect] = [
    .inside(
        "dns", service: "dns: 192.0.2.53", resolverLine("nameserver"), is: "nameserver 127.0.0.11"),
    // Questions leave from the container's own namespace, where a rule counts them.
    .onHost(
        "dns", service: "dns: [192.0.2.53]",
        """
        net="nsenter -t $PID -n nft"; $net add table inet seen
        $net 'add chain inet seen out { type filter hook output priority 0; }'
        $net add rule inet seen out ip daddr 192.0.2.53 udp dport 53 counter
        nsenter -t $PID -m -n timeout 2 nslookup asked.example > /dev/null 2>&1
        $net list table inet seen | grep -c 'packets [1-9]'
        """, is: "1"),
    .inside(
        "dns_search", service: "dns_search: [a.example, b.example]", resolverLine("search"),
        is: "search a.example b.example"),
    .inside("dns_search", service: "dns_search: c.example", resolverLine("search"), is: "search c.example"),
    .inside("dns_search", service: "dns_search: .", "grep -c ^search /etc/resolv.conf || true", is: "0"),
    .inside(
        "dns_opt", service: "dns_opt: [timeout:3, attempts:2]", resolverLine("options"),
        is: "options timeout:3 attempts:2 ndots:0"),
    .inside("dns_opt", service: "dns_opt: [ndots:2]", resolverLine("options"), is: "options ndots:2"),
]

private let hardwareAddress = "cat /sys/class/net/eth0/address"

private let addressEffects: [Effect] = [
    .inside(
        "mac_address", service: "mac_address: 02:42:AC:11:00:09", hardwareAddress, is: "02:42:ac:11:00:09"),
    .inside(
        "mac_address", service: "mac_address: 02-42-ac-11-00-0a", hardwareAddress, is: "02:42:ac:11:00:0a"),
    .inside(
        "networks.*.mac_address", service: "networks: {default: {mac_address: \"02:42:ac:11:00:0b\"}}",
        hardwareAddress, is: "02:42:ac:11:00:0b"),
    Effect(
        attributes: ["services.*.mac_address"],
        service: "mac_address: 02:42:ac:11:00:0c\nnetworks: {a: {priority: 1}, b: {priority: 9}}",
        file: "networks: {a: {}, b: {}}",
        probe: "cat /sys/class/net/eth0/address /sys/class/net/eth1/address | grep -c 02:42:ac:11:00:0c",
        expected: "1"),
    Effect(
        attributes: ["services.*.mac_address"], service: "mac_address: 01:00:5e:00:00:01", place: .refusal,
        expected: ".*compose.yaml:3:5: .*which none can have.*"),
]
