import BerthLoader

/// The variables for interpolation: `NAME=value` lines, or JSON with where each is from.
func environmentText(of loaded: LoadedProject, format: ConfigFormat?) -> String {
    if format == .json { return renderEnvironment(of: loaded) }
    return loaded.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
}
