/// What is mounted into a container, with which options, and whose the files are.
let storageEffects: [Effect] =
    volumeEffects + bindEffects + temporaryFileSystemEffects + imageMountEffects + driverEffects

/// The options of a mount, as the kernel shows them to the container.
private func options(of target: String) -> String {
    "awk '$5 == \"\(target)\" {print $6}' /proc/self/mountinfo"
}

/// The KiB that a file system has.
private func size(of target: String) -> String { "df -k \(target) | awk 'END {print $2}'" }

private let named = "volumes: {v: }"

/// What `up` must say when it brings nothing up.
private func refused(
    _ attributes: String..., service: String, file: String = "", files: [String: String] = [:],
    with text: String
) -> Effect {
    Effect(
        attributes: attributes, service: service, file: file, files: files, place: .refusal,
        expected: ".*compose.yaml:[0-9]+:[0-9]+.*\(text).*")
}

/// What a probe in the container writes, for attributes anywhere in the file.
private func shown(
    _ attributes: String..., service: String, file: String = "", files: [String: String] = [:],
    _ probe: String, is expected: String
) -> Effect {
    Effect(
        attributes: attributes, service: service, file: file, files: files, probe: probe, expected: expected)
}

private let mounts = "services.*.volumes[]"

private let volumeEffects: [Effect] = [
    shown(
        "volumes", "volumes.*", "\(mounts).source", service: "volumes: [v:/v]", file: named,
        options(of: "/v"), is: "rw,.*"),
    shown(
        "\(mounts).type", service: "volumes: [{type: volume, source: v, target: /v, volume: {}}]",
        file: named, options(of: "/v"), is: "rw,.*"),
    shown("services.*.volumes", service: "volumes: [/data]", options(of: "/data"), is: "rw,.*"),
    shown(
        "\(mounts).target", service: "volumes: [{type: volume, target: /some/new/place}]",
        options(of: "/some/new/place"), is: "rw,.*"),
    shown("\(mounts).read_only", service: "volumes: [v:/v:ro]", file: named, options(of: "/v"), is: "ro,.*"),
    shown(
        "\(mounts).read_only",
        service: "volumes: [{type: volume, source: v, target: /v, read_only: true}]", file: named,
        "touch /v/x 2>&1 || true", is: ".*Read-only file system"),
    shown(
        "\(mounts).source", service: "volumes: [v:/etc]", file: named, "head -1 /etc/passwd",
        is: "root:x:0:0:root:/root:/bin/sh"),
    shown(
        "services.*.volumes", service: "volumes: [v:/etc]", file: named, "grep -c localhost /etc/hosts",
        is: "[1-9]"),
    shown("services.*.volumes", service: "volumes: [v:/root]", file: named, "stat -c %a /root", is: "700"),
    shown("services.*.volumes", service: "volumes: [v:/tmp]", file: named, "stat -c %a /tmp", is: "1777"),
    shown(
        "services.*.volumes", service: "volumes: [v:/made]", file: named, "stat -c '%a %u:%g' /made",
        is: "755 0:0"),
    shown(
        "\(mounts).volume", "\(mounts).volume.nocopy", service: "volumes: [v:/etc:nocopy]", file: named,
        "ls /etc | grep -c passwd || true", is: "0"),
    refused(
        "\(mounts).volume.subpath",
        service: "volumes: [{type: volume, source: v, target: /v, volume: {subpath: missing}}]", file: named,
        with: "missing"),
    refused(
        "\(mounts).volume.subpath",
        service: "volumes: [{type: volume, source: v, target: /v, volume: {subpath: a/../../..}}]",
        file: named, with: "subpath"),
    refused("\(mounts).source", service: "volumes: [v:/etc/passwd]", file: named, with: "file in the image"),
    refused(
        "volumes.*.external", service: "volumes: [v:/v]", file: "volumes: {v: {external: true}}",
        with: "external volume \"v\" not found"),
    refused(
        "volumes.*.external.name", service: "volumes: [v:/v]",
        file: "volumes: {v: {external: {name: berth-effect-none}}}",
        with: "external volume \"berth-effect-none\" not found"),
]

private let bindEffects: [Effect] = [
    shown(
        "\(mounts).bind", service: "volumes: [./a:/a]", files: ["a/file": "from the host"], "cat /a/file",
        is: "from the host"),
    shown(
        "\(mounts).source", service: "volumes: [./file:/etc/some.conf:ro]", files: ["file": "one"],
        "cat /etc/some.conf; \(options(of: "/etc/some.conf"))", is: "onero,.*"),
    shown(
        "services.*.volumes", service: "volumes: [./in:/outer/b, v:/outer]", file: named,
        files: ["in/file": "inner"], "cat /outer/b/file", is: "inner"),
    shown(
        "\(mounts).bind.create_host_path", service: "volumes: [./new/dir:/new]",
        "stat -c '%F %a %u:%g' /new", is: "directory 755 0:0"),
    refused(
        "\(mounts).bind.create_host_path",
        service: "volumes: [{type: bind, source: ./no, target: /a, bind: {create_host_path: false}}]",
        with: "bind source path does not exist"),
    refused("\(mounts).source", service: "volumes: [./typo.conf:/etc/passwd]", with: "file in the image"),
    refused(
        "\(mounts).source", service: "volumes: [./a:/etc/passwd]", files: ["a/file": ""],
        with: "is a directory, and \"/etc/passwd\" is a file"),
    refused(
        "\(mounts).source", service: "volumes: [./file:/etc]", files: ["file": ""],
        with: "is a file, and \"/etc\" is a directory"),
    shown(
        "\(mounts).bind.propagation", service: "volumes: [./a:/a:private]", files: ["a/file": ""],
        "awk '$5 == \"/a\" {print $7}' /proc/self/mountinfo", is: "-"),
    shown(
        "\(mounts).bind.propagation", service: "volumes: [./a:/a:rprivate]", files: ["a/file": ""],
        "awk '$5 == \"/a\" {print $7}' /proc/self/mountinfo", is: "-"),
    shown(
        "\(mounts).bind.recursive", service: "volumes: [/dev:/host]",
        "grep -c ' /host/pts ' /proc/self/mountinfo", is: "[1-9]"),
    shown(
        "\(mounts).bind.recursive",
        service: "volumes: [{type: bind, source: /dev, target: /host, bind: {recursive: disabled}}]",
        "grep -c ' /host/pts ' /proc/self/mountinfo || true", is: "0"),
    shown(
        "\(mounts).bind.recursive",
        service: "volumes: [{type: bind, source: /dev, target: /host, read_only: true, "
            + "bind: {recursive: enabled}}]",
        "\(options(of: "/host")); \(options(of: "/host/pts"))", is: "ro,[^\n]*\nro,.*"),
    shown(
        "\(mounts).bind.recursive",
        service: "volumes: [{type: bind, source: /dev, target: /host, read_only: true, "
            + "bind: {recursive: readonly, propagation: rprivate}}]",
        "\(options(of: "/host")); \(options(of: "/host/pts"))", is: "ro,[^\n]*\nro,.*"),
    shown(
        "\(mounts).bind.recursive",
        service: "volumes: [{type: bind, source: /dev, target: /host, read_only: true, "
            + "bind: {recursive: writable}}]",
        "\(options(of: "/host")); \(options(of: "/host/pts"))", is: "ro,[^\n]*\nrw,.*"),
    refused(
        "\(mounts).bind.recursive",
        service: "volumes: [{type: bind, source: /dev, target: /host, bind: {recursive: readonly}}]",
        with: "read-only"),
    shown(
        "\(mounts).bind.selinux", service: "volumes: [./a:/a:z]", files: ["a/file": "labelled or not"],
        "cat /a/file", is: "labelled or not"),
    shown(
        "\(mounts).consistency",
        service: "volumes: [{type: bind, source: ./a, target: /a, consistency: cached}]",
        files: ["a/file": "there"], "cat /a/file", is: "there"),
]

private let temporaryFileSystemEffects: [Effect] = [
    shown(
        "\(mounts).tmpfs", service: "volumes: [{type: tmpfs, target: /t}]",
        "\(options(of: "/t")); stat -fc %T /t; stat -c %a /t",
        is: "rw,nosuid,nodev,noexec,[^\n]*\ntmpfs\n1777"),
    shown(
        "\(mounts).tmpfs.size", service: "volumes: [{type: tmpfs, target: /t, tmpfs: {size: 1m}}]",
        size(of: "/t"), is: "1024"),
    shown(
        "\(mounts).tmpfs.mode", service: "volumes: [{type: tmpfs, target: /t, tmpfs: {mode: 0750}}]",
        "stat -c %a /t", is: "750"),
    shown(
        "\(mounts).read_only", service: "volumes: [{type: tmpfs, target: /t, read_only: true}]",
        options(of: "/t"), is: "ro,nosuid,.*"),
    .inside("tmpfs", service: "tmpfs: /t", options(of: "/t"), is: "rw,nosuid,nodev,noexec,.*"),
    .inside("tmpfs", service: "tmpfs: [/root]", "stat -c %a /root; ls -A /root | wc -l", is: "700\n0"),
    .inside(
        "tmpfs", service: "tmpfs: [\"/t:size=1m,mode=700,uid=33,gid=8\"]",
        "stat -c '%a %u:%g' /t; \(size(of: "/t"))", is: "700 33:8\n1024"),
    .inside("tmpfs", service: "tmpfs: [\"/root:mode=751\"]", "stat -c %a /root", is: "751"),
    .inside("tmpfs", service: "tmpfs: [\"/t:exec,ro\"]", options(of: "/t"), is: "ro,nosuid,nodev,rel.*"),
    .inside("tmpfs", service: "tmpfs: [\"/dev/shm:size=2m\"]", size(of: "/dev/shm"), is: "2048"),
    refused("services.*.tmpfs", service: "tmpfs: [\"/t:sized=1m\"]", with: "\"sized=1m\""),
]

private let imageMountEffects: [Effect] = [
    shown(
        "\(mounts).image", service: "volumes: [{type: image, source: \"busybox:1\", target: /img}]",
        "head -1 /img/etc/passwd; \(options(of: "/img"))", is: "root:x:0:0:root:/root:/bin/sh\nro,.*"),
    shown(
        "\(mounts).image.subpath",
        service: "volumes: [{type: image, source: \"busybox:1\", target: /img, image: {subpath: etc}}]",
        "head -1 /img/passwd; touch /img/x 2>&1 || true",
        is: "root:x:0:0:root:/root:/bin/sh\n.*Read-only file system"),
    refused(
        "\(mounts).image.subpath",
        service: "volumes: [{type: image, source: \"busybox:1\", target: /img, image: {subpath: not/there}}]",
        with: "not/there"),
]

private let driverEffects: [Effect] = [
    shown(
        "volumes.*.driver_opts", "volumes.*.driver_opts.*", "volumes.*.driver", service: "volumes: [v:/v]",
        file: "volumes: {v: {driver: local, driver_opts: {type: none, o: bind, device: ./d}}}",
        files: ["d/file": "from the device"], "cat /v/file", is: "from the device"),
    shown(
        "\(mounts).volume.subpath",
        service: "volumes: [{type: volume, source: v, target: /v, volume: {subpath: sub/two}}]",
        file: "volumes: {v: {driver: local, driver_opts: {type: none, o: bind, device: ./d}}}",
        files: ["d/sub/two/file": "a part", "d/file": ""], "cat /v/file; ls /v", is: "a partfile"),
    shown(
        "volumes.*.driver_opts", service: "volumes: [v:/v]",
        file:
            "volumes: {v: {driver_opts: {type: tmpfs, device: tmpfs, o: \"size=2m,uid=33,mode=700,nosuid\"}}}",
        "stat -fc %T /v; stat -c '%a %u' /v; \(size(of: "/v")); \(options(of: "/v"))",
        is: "tmpfs\n700 33\n2048\nrw,nosuid,.*"),
    shown(
        "volumes.*.driver_opts", service: "volumes: [v:/root]",
        file: "volumes: {v: {driver_opts: {type: tmpfs, device: tmpfs}}}", "stat -c %a /root", is: "700"),
    refused(
        "volumes.*.driver_opts", service: "volumes: [v:/v]",
        file: "volumes: {v: {driver_opts: {type: none, o: bind, device: /no/such/place}}}",
        with: "\"/no/such/place\" does not exist"),
    refused(
        "volumes.*.driver_opts", service: "volumes: [v:/v]",
        file: "volumes: {v: {driver_opts: {type: none, o: bind, device: ./d}}}", with: "no absolute path"),
    refused(
        "volumes.*.driver_opts.*", service: "volumes: [v:/v]",
        file: "volumes: {v: {driver_opts: {type: tmpfs, device: tmpfs, speed: 9}}}", with: "\"speed\""),
    refused(
        "volumes.*.driver_opts.*", service: "volumes: [v:/v]",
        file: "volumes: {v: {driver_opts: {type: nosuchfs, o: \"addr=127.0.0.1,rw\", device: \":/x\"}}}",
        with: "mount -t nosuchfs -o addr=127.0.0.1,rw :/x"),
]
