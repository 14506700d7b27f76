import YAMLTree

/// The canonical forms of commands that are run beside a service's own, and of what follows changed files.
let hookForms: [CanonicalRule] =
    hookForms("post_start", "[]") + hookForms("pre_stop", "[]") + hookForms("pre_start", "[]")
    + hookForms("develop", "watch", "[]", "exec") + [
        (service("pre_start", "[]", "per_replica"), .value(truth)),
        (service("develop", "watch", "[]", "include"), .value(textList)),
        (service("develop", "watch", "[]", "ignore"), .value(textList)),
    ]

private func hookForms(_ place: PatternComponent...) -> [CanonicalRule] {
    let hook: [PatternComponent] = ["services", "*"] + place
    return [
        (hook + ["command"], .weighed(arguments)),
        (hook + ["environment"], .weighed(variables)),
        (hook + ["privileged"], .value(truth)),
    ]
}
