import Foundation
import TestSupport
import Testing

/// Who reaches whom, and by which names.
@Suite("Network", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct NetworkTests {
    private static let server = """
        x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
        x-web: &web
          image: busybox:1
          command: sh -c 'mkdir /www; hostname > /www/index.html; exec httpd -f -p 80 -h /www'
          stop_signal: KILL
          healthcheck: {test: wget -q -O- http://127.0.0.1, interval: 1s}

        """

    @Test("a published port answers at localhost, at the host's address, and for other containers")
    func publishedTCP() async throws {
        try await withStack { stack in
            let (all, local) = (try freePort(), try freePort())
            try await stack.up(
                Self.server + """
                    services:
                      web: {<<: *web, hostname: web, ports: ["\(all):80", "127.0.0.1:\(local):80"]}
                      other: {<<: *idle, networks: [elsewhere]}
                    networks: {elsewhere: }
                    """, "--wait")
            let host = try await hostAddress()
            #expect(try await fetch("http://127.0.0.1:\(all)") == "web\n")
            #expect(try await fetch("http://localhost:\(all)") == "web\n")
            #expect(try await fetch("http://127.0.0.1:\(local)") == "web\n")
            #expect(try await stack.reaches("http://host.docker.internal:\(all)", from: "other"))
            if let host {
                #expect(try await fetch("http://\(host):\(all)") == "web\n")
                #expect(try await stack.reaches("http://\(host):\(all)", from: "other"))
                #expect(
                    try await stack.reaches("http://\(host):\(all)", from: "web"),
                    "a container and its own port")
                await #expect(throws: TestFailure.self) { try await fetch("http://\(host):\(local)") }
            }
            try await stack.berth.succeed("stop", "web")
            await #expect(throws: TestFailure.self) { try await fetch("http://127.0.0.1:\(all)") }
        }
    }

    @Test("a published UDP port answers at localhost, at the host's address, and for other containers")
    func publishedUDP() async throws {
        try await withStack(images: [.guestbook]) { stack in
            let port = try freePort()
            let server = """
                import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('', 5300))
                print('on', flush=True)
                while True: d, a = s.recvfrom(99); s.sendto(b'got ' + d, a)
                """
            try stack.scratch.write("server.py", server)
            let client = """
                import socket, sys; s = socket.socket(type=socket.SOCK_DGRAM); s.settimeout(3)
                s.sendto(b'ping', (sys.argv[1], int(sys.argv[2]))); print(s.recv(99).decode())
                """
            try stack.scratch.write("client.py", client)
            try await stack.up(
                """
                services:
                  echo:
                    image: guestbook:1
                    command: [python3, /server.py]
                    volumes: ["./server.py:/server.py:ro"]
                    ports: ["\(port):5300/udp"]
                    stop_signal: KILL
                  other:
                    image: guestbook:1
                    command: [sleep, 1d]
                    volumes: ["./client.py:/client.py:ro"]
                    stop_signal: KILL
                    networks: [elsewhere]
                networks: {elsewhere: }
                """)
            try await eventually("the server listens") { try await stack.logs("echo") == ["on"] }
            let script = "\(stack.scratch.project)/client.py"
            for address in ["127.0.0.1", try await hostAddress()].compactMap(\.self) {
                #expect(
                    try await host("python3", script, address, "\(port)").output == "got ping\n", "\(address)"
                )
            }
            let inside = try await stack.inside(
                "other", "python3", "/client.py", "host.docker.internal", "\(port)")
            #expect(inside == "got ping\n")
        }
    }

    @Test("a published port of a scaled service is shared by its replicas")
    func balanced() async throws {
        try await withStack { stack in
            let port = try freePort()
            try await stack.up(
                Self.server + "services: {web: {<<: *web, ports: [\"\(port):80\"]}}", "--wait", "--scale",
                "web=3")
            var answers: Set<String> = []
            for _ in 1...12 { answers.insert(try await fetch("http://127.0.0.1:\(port)")) }
            #expect(answers.count == 3)
        }
    }

    @Test("networks are apart from each other, those of two stacks and those of one")
    func isolation() async throws {
        try await withStack { first in
            try await first.up(
                Self.server + """
                    services:
                      web: {<<: *web, networks: [front]}
                      near: {<<: *idle, networks: [front]}
                      far: {<<: *idle, networks: [back]}
                    networks: {front: , back: }
                    """, "--wait")
            let web = try await first.address(of: "web")
            #expect(try await first.reaches("http://\(web)", from: "near"))
            #expect(try await first.reaches("http://web", from: "near"))
            #expect(try await !first.reaches("http://\(web)", from: "far"))
            #expect(try await first.addresses(of: "web", from: "far") == [])
            try await withFurtherStack { second in
                try await second.up(Self.server + "services: {asker: *idle}")
                #expect(try await !second.reaches("http://\(web)", from: "asker"))
                #expect(try await second.addresses(of: "web", from: "asker") == [])
            }
            #expect(
                try await first.reaches("http://web", from: "near"), "the second stack's end broke the first")
        }
    }

    @Test("an internal network leads nowhere but to its own containers")
    func internalNetwork() async throws {
        try await withStack { stack in
            let port = try freePort()
            try await stack.up(
                Self.server + """
                    services:
                      web: {<<: *web, networks: [closed]}
                      inside: {<<: *idle, networks: [closed]}
                      public: {<<: *web, ports: ["\(port):80"], networks: [open]}
                    networks: {closed: {internal: true}, open: }
                    """, "--wait")
            #expect(try await stack.reaches("http://web", from: "inside"))
            let open = try await stack.address(of: "public")
            #expect(try await !stack.reaches("http://\(open)", from: "inside"))
            if let host = try await hostAddress() {
                #expect(try await !stack.reaches("http://\(host):\(port)", from: "inside"))
            }
            #expect(try await !stack.shell("inside", "ip route").contains("default"))
        }
    }

    @Test("an external network is that of the stack that made it, and stays when another one leaves it")
    func externalNetwork() async throws {
        try await withStack { owner in
            let name = "\(owner.project)_shared"
            try await owner.up(
                Self.server + """
                    services: {web: {<<: *web, networks: [n]}}
                    networks: {n: {name: \(name)}}
                    """, "--wait")
            let web = try await owner.address(of: "web")
            try await withFurtherStack { guest in
                try await guest.up(
                    Self.server + """
                        services: {asker: {<<: *idle, networks: [m]}}
                        networks: {m: {external: true, name: \(name)}}
                        """)
                #expect(try await guest.reaches("http://\(web)", from: "asker"))
            }
            #expect(try await fetch("http://\(web)").count > 1, "the guest's end took the network away")
        }
    }

    @Test("services, containers, aliases and networks are names; an address has its container's name")
    func names() async throws {
        try await withStack { stack in
            try await stack.up(
                Self.server + """
                    services:
                      web:
                        <<: *idle
                        hostname: webhost
                        networks: {front: {aliases: [www, WWW.Example.com]}, back: {aliases: [hidden]}}
                      asker: {<<: *idle, networks: [front]}
                    networks: {front: , back: }
                    """)
            let front = try await stack.addresses(of: "web", from: "asker")
            try #require(front.count == 1)
            for name in [
                "WEB", "www", "www.example.com", "\(stack.project)-web-1", "webhost",
                "web.\(stack.project)_front",
            ] {
                #expect(try await stack.addresses(of: name, from: "asker") == front, "\(name)")
            }
            for name in ["hidden", "web.\(stack.project)_back", "nobody"] {
                #expect(try await stack.addresses(of: name, from: "asker") == [], "\(name)")
            }
            let pointer = try await stack.inside("asker", "nslookup", front[0])
            #expect(pointer.contains("name = \(stack.project)-web-1.\(stack.project)_front"), "\(pointer)")
            #expect(try await stack.addresses(of: "localhost", from: "asker") == ["127.0.0.1"])
        }
    }

    @Test("a stopped service has no address, and has one again when it is started")
    func stoppedService() async throws {
        try await withStack { stack in
            try await stack.up(Self.server + "services: {web: *idle, asker: *idle}")
            let before = try await stack.addresses(of: "web", from: "asker")
            try await stack.berth.succeed("stop", "web")
            #expect(try await stack.addresses(of: "web", from: "asker") == [])
            try await stack.berth.succeed("start", "web")
            #expect(try await stack.addresses(of: "web", from: "asker") == before, "the address changed")
        }
    }

    @Test("many questions at once are all answered")
    func manyQuestions() async throws {
        try await withStack { stack in
            try await stack.up(Self.server + "services: {web: *idle, asker: *idle}", "--scale", "web=4")
            let count = try await stack.shell(
                "asker",
                "for i in $(seq 40); do nslookup -type=a web > /tmp/$i & done; wait; grep -l Name: /tmp/* | wc -l"
            )
            #expect(count == "40\n")
        }
    }
}
