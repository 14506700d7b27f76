/// The table `inet berth` that all stacks share, as commands of nft(8).
///
/// Its rules never change; networks and published ports are elements of its sets and maps. Each published
/// port stands in `published` with its owner, the record from which a supervisor that comes back, or a
/// `down` without a store, knows what is whose. The maps are made from it.
enum FirewallTable {
    /// The table's name.
    static let name = "inet berth"

    /// Makes the table if it is not there and puts the rules in their present form; elements stay.
    static var load: String {
        let chains = ["raw", "publish", "prerouting", "output", "postrouting", "forward", "input"]
        let flush = chains.filter { $0 != "publish" }.map { "flush chain \(name) \($0)" }
        return """
            table \(name) {
            \(sets)
            \(declarations)
            }
            flush chain \(name) publish
            \(flush.joined(separator: "\n"))
            table \(name) {
            \(rules)
            }

            """
    }

    /// Removes the table with everything in it; it must be there.
    static let delete = "delete table \(name)\n"

    private static let sets = """
          set bridges { type ifname; }
          set internal { type ifname; }
          set same { type ifname . ifname; }
          set subnets { type ifname . ipv4_addr; flags interval; }
          set published { type ipv4_addr . inet_proto . inet_service . ipv4_addr . inet_service; }
          map ports { type inet_proto . inet_service : ipv4_addr . inet_service; }
          map addressed { type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service; }
          map balanced { type inet_proto . inet_service : verdict; }
          map balanced_addressed { type ipv4_addr . inet_proto . inet_service : verdict; }
        """

    private static let declarations = """
          chain publish { }
          chain raw { type filter hook prerouting priority raw; policy accept; }
          chain prerouting { type nat hook prerouting priority dstnat - 5; policy accept; }
          chain output { type nat hook output priority -105; policy accept; }
          chain postrouting { type nat hook postrouting priority srcnat - 5; policy accept; }
          chain forward { type filter hook forward priority filter - 5; policy accept; }
          chain input { type filter hook input priority filter - 5; policy accept; }
        """

    // raw: route_localnet, which 127.0.0.1:port needs, must not open the host's own loopback services to
    // containers (CVE-2020-8558).
    // postrouting: the way back to loopback and to the own bridge leads through the host. A bridged packet
    // (br_netfilter) has no input interface here, so the subnet of its source tells where it came from.
    private static let rules = """
          chain raw {
            iifname @bridges ip daddr 127.0.0.0/8 drop
          }
          chain publish {
            dnat ip to ip daddr . meta l4proto . th dport map @addressed
            ip daddr . meta l4proto . th dport vmap @balanced_addressed
            dnat ip to meta l4proto . th dport map @ports
            meta l4proto . th dport vmap @balanced
          }
          chain prerouting {
            fib daddr type local jump publish
          }
          chain output {
            fib daddr type local jump publish
          }
          chain postrouting {
            oifname @bridges ip saddr 127.0.0.0/8 masquerade
            oifname . ip saddr @subnets ct status dnat masquerade
            iifname @bridges oifname != @bridges masquerade
          }
          chain forward {
            iifname != @bridges oifname != @bridges return
            ct state established,related accept
            ct state invalid drop
            iifname . oifname @same accept
            iifname @internal drop
            oifname @internal drop
            ct status dnat accept
            iifname @bridges oifname @bridges drop
            iifname @bridges accept
            oifname @bridges drop
          }
          chain input {
            iifname @internal fib daddr . iif type != local drop
          }
        """
}

extension FirewallTable {
    /// Lets a network take part; nothing changes when it does already.
    static func add(_ network: NetworkDescription) -> String {
        let bridge = network.id.bridge
        var commands = [
            "add element \(name) bridges { \"\(bridge)\" }",
            "add element \(name) same { \"\(bridge)\" . \"\(bridge)\" }",
            "add element \(name) subnets { \"\(bridge)\" . \(network.subnet) }",
        ]
        if network.isInternal { commands.append("add element \(name) internal { \"\(bridge)\" }") }
        return commands.map { $0 + "\n" }.joined()
    }

    /// Takes out a network as it stands in the table, without its published ports.
    static func remove(_ member: FirewallState.Member) -> String {
        let bridge = member.network.bridge
        var commands = [
            "delete element \(name) bridges { \"\(bridge)\" }",
            "delete element \(name) same { \"\(bridge)\" . \"\(bridge)\" }",
        ]
        commands += member.subnets.map { "delete element \(name) subnets { \"\(bridge)\" . \($0) }" }
        if member.isInternal { commands.append("delete element \(name) internal { \"\(bridge)\" }") }
        return commands.map { $0 + "\n" }.joined()
    }
}

/// The port rewriting in a container's namespace that leads name queries to the server's own port.
///
/// Without connection tracking, and so that the container can still bind port 53 itself.
enum NameServerTable {
    /// The address that containers ask.
    static let address = "127.0.0.11"
    /// The port that the server really listens on.
    static let port = 1053

    /// The commands that make it.
    static var load: String {
        let rewrites = ["udp", "tcp"].flatMap { transport in
            [
                "ip daddr \(address) \(transport) dport 53 \(transport) dport set \(port)",
                "ip saddr \(address) \(transport) sport \(port) \(transport) sport set 53",
            ]
        }
        return """
            table ip berth-dns {
              chain output {
                type filter hook output priority raw;
            \(rewrites.map { "    \($0)" }.joined(separator: "\n"))
              }
            }

            """
    }
}
