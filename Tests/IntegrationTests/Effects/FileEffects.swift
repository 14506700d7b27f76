/// The configs and secrets that a container has, and whose they are in it.
let fileEffects: [Effect] = [
    Effect(
        attributes: ["services.*.configs", "configs", "configs.*", "configs.*.content"],
        service: "configs: [c]", file: "configs: {c: {content: \"a $${B}\\nc\"}}",
        probe: "stat -c '%a %u %g' /c; cat /c", expected: #"444 0 0\na \$\{B\}\nc"#),
    Effect(
        attributes: ["services.*.configs[].target", "services.*.configs[].source"],
        service: "configs: [{source: c, target: /etc/made/here/c.conf}]",
        file: "configs: {c: {content: text}}", probe: "cat /etc/made/here/c.conf", expected: "text"),
    owned("configs", "content: text", at: "/c"),
    owned("configs", "environment: VALUE", at: "/c"),
    owned("configs", "file: ./text", at: "/c"),
    owned("secrets", "environment: VALUE", at: "/run/secrets/c"),
    owned("secrets", "file: ./text", at: "/run/secrets/c"),
    Effect(
        attributes: ["services.*.secrets", "secrets", "secrets.*", "secrets.*.environment"],
        service: "secrets: [c]", file: "secrets: {c: {environment: VALUE}}", files: environment,
        probe: "stat -c '%a %u %g' /run/secrets/c; cat /run/secrets/c", expected: "444 0 0\ntext"),
    Effect(
        attributes: ["services.*.secrets[].target", "services.*.secrets[].source"],
        service: "secrets: [{source: c, target: other}, {source: c, target: /absolute/c}]",
        file: "secrets: {c: {environment: VALUE}}", files: environment,
        probe: "cat /run/secrets/other /absolute/c", expected: "texttext"),
    Effect(
        attributes: ["secrets.*.file"], service: "secrets: [c]", file: "secrets: {c: {file: ./text}}",
        files: ["text": "of a file\n"], probe: "cat /run/secrets/c", expected: "of a file"),
    Effect(
        attributes: ["configs.*.file"], service: "configs: [c]", file: "configs: {c: {file: ./directory}}",
        files: ["directory/a": "1\n", "directory/b": "2\n"], probe: "cat /c/a /c/b", expected: "1\n2"),
    Effect(
        attributes: ["configs.*.environment"], service: "configs: [c]",
        file: "configs: {c: {environment: VALUE}}", files: environment, probe: "cat /c", expected: "text"),
    Effect(
        attributes: ["services.*.secrets"], service: "secrets: [c]",
        file: "secrets: {c: {environment: VALUE}}", files: environment,
        probe:
            "grep -c ' /run/secrets/c ro,.* tmpfs ' /proc/self/mountinfo; (echo x >/run/secrets/c) 2>&1 || true",
        expected: "1\n.*Read-only file system"),
    Effect(
        attributes: ["secrets.*.external", "secrets.*.external.name"], service: "secrets: [c]",
        file: "secrets: {c: {external: true}}", place: .refusal,
        expected: ".*compose.yaml:[0-9]+:[0-9]+: .*secret \"c\": it is external.*"),
    Effect(
        attributes: ["configs.*.external", "configs.*.external.name"], service: "configs: [c]",
        file: "configs: {c: {external: true}}", place: .refusal,
        expected: ".*compose.yaml:[0-9]+:[0-9]+: .*config \"c\": it is external.*"),
]

private let environment = [".env": "VALUE=text\n"]

/// A file with the owner and mode that the service says, whatever its source.
private func owned(_ section: String, _ source: String, at path: String) -> Effect {
    Effect(
        attributes: ["uid", "gid", "mode"].map { "services.*.\(section)[].\($0)" },
        service: "\(section): [{source: c, uid: \"33\", gid: \"8\", mode: 0440}]",
        file: "\(section): {c: {\(source)}}", files: [".env": "VALUE=text\n", "text": "text"],
        probe: "stat -c '%a %u %g' \(path); cat \(path)", expected: "440 33 8\ntext")
}
