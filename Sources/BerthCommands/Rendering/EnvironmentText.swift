import BerthLoader
import BerthModel

/// The variables for interpolation: `NAME=value` lines, or JSON by name with where each is from.
func environmentText(of loaded: LoadedProject, format: ConfigFormat?) -> String {
    let names = loaded.environment.keys.sorted()
    return names.map { "\($0)=\(loaded.environment[$0] ?? "")\n" }.joined()
}
