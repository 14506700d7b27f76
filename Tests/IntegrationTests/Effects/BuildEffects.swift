/// What builds make of an image, as its containers see it.
let buildEffects: [Effect] = [
    built(
        "build.args", "build.args.*", as: "args", with: "args: {A: \"b c\"}",
        "ARG A\nRUN echo \"$$A\" > /made", "cat /made", is: "b c"),
    built(
        "build.target", as: "target", with: "target: first",
        "RUN echo first > /made\nFROM first\nRUN echo second > /made", "cat /made", is: "first"),
    built(
        "build.shm_size", as: "shm", with: "shm_size: 3m",
        "RUN df -k /dev/shm | tail -n 1 | tr -s ' ' | cut -d ' ' -f 2 > /made", "cat /made", is: "3072"),
    built(
        "build.ulimits", "build.ulimits.*", as: "ulimit", with: "ulimits: {nofile: 321}",
        "RUN ulimit -n > /made", "cat /made", is: "321"),
    built(
        "build.ulimits.*.soft", "build.ulimits.*.hard", as: "ulimits",
        with: "ulimits: {nofile: {soft: 300, hard: 400}}",
        "RUN ulimit -S -n > /made; ulimit -H -n >> /made", "cat /made", is: "300\n400"),
    built(
        "build.extra_hosts", "build.extra_hosts.*", as: "hosts", with: "extra_hosts: {elsewhere: 192.0.2.7}",
        "RUN grep elsewhere /etc/hosts | tr -s ' \\t' ' ' > /made", "cat /made", is: "192.0.2.7 elsewhere"),
    built(
        "build.network", as: "network", with: "network: none",
        "RUN ls /sys/class/net > /made", "cat /made", is: "lo"),
    built(
        "build.privileged", as: "privileged", with: "privileged: true",
        "RUN mkdir /m && mount -t tmpfs none /m && echo mounted > /made; umount /m", "cat /made",
        is: "mounted"),
    built(
        "build.secrets", "build.secrets[].source", "build.secrets[].target", as: "secrets",
        with: "secrets: [{source: token, target: key}]",
        "RUN --mount=type=secret,id=key cat /run/secrets/key > /made",
        "cat /made; ls /run/secrets 2>/dev/null",
        is: "sesame", file: "secrets: {token: {file: ./token}}", files: ["token": "sesame\n"]),
    built(
        "build.additional_contexts", "build.additional_contexts.*", as: "contexts",
        with: "additional_contexts: {other: ./other}", "COPY --from=other name /made", "cat /made",
        is: "other",
        files: ["other/name": "other\n"]),
    built(
        "build.additional_contexts.*", as: "base",
        with: "additional_contexts: {replaced: \"docker-image://busybox:1\"}",
        "COPY --from=replaced /bin/busybox /made", "test -x /made && echo made", is: "made"),
    Effect(
        attributes: ["services.*.build", "services.*.build.context", "services.*.build.dockerfile"],
        service: "image: effect-context\npull_policy: build\nbuild: {context: ./here, dockerfile: Other}",
        files: [
            "here/Other": "FROM busybox:1\nCOPY . /made\n", "here/name": "here\n", "here/left": "left\n",
            "here/.dockerignore": "left\n",
        ],
        probe: "cat /made/*", expected: "FROM busybox:1\nCOPY . /made\nhere"),
    built(
        "build.dockerfile_inline", as: "inline", with: "labels: {}", "RUN echo inline > /made", "cat /made",
        is: "inline"),
    Effect(
        attributes: ["services.*.build.entitlements"],
        service: "image: busybox:1\nbuild: {context: ., entitlements: [network.host, security.insecure]}",
        place: .warning, expected: ".*compose.yaml:4:[0-9]+: .*all rights are given to steps by privileged.*"),
]

/// The effect of a build, whose recipe starts with a stage `first` from the sample image.
private func built(
    _ attributes: String..., as name: String, with line: String, _ recipe: String, _ probe: String,
    is expected: String, file: String = "", files: [String: String] = [:]
) -> Effect {
    let recipe = "FROM busybox:1 AS first\n\(recipe)".split(separator: "\n").map { "    \($0)" }
    let service =
        ["image: effect-\(name)", "pull_policy: build", "build:", "  \(line)", "  dockerfile_inline: |"]
        + recipe
    return Effect(
        attributes: attributes.map { "services.*.\($0)" }, service: service.joined(separator: "\n"),
        file: file,
        files: files, probe: probe, expected: expected)
}
