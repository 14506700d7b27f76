import YAMLTree

/// The canonical forms of limits, devices and privileges.
let resourceForms: [CanonicalRule] = [

    ]
