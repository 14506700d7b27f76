import TestSupport

/// Runs a line of shell on a terminal of its own, `berth` being the one under test.
///
/// The result's output is what the terminal showed. When it shows `prompt`, `keys` are typed.
func onTerminal(
    _ stack: Stack, _ line: String, typing prompt: String? = nil, _ keys: String = ""
) async throws -> CommandResult {
    let script = """
        import os, pty, sys, termios, time
        line, prompt, keys = sys.argv[1], sys.argv[2].encode(), eval("b'" + sys.argv[3] + "'")
        passes_on = "berth exec" in line
        child, terminal = pty.fork()
        if child == 0:
            os.execvp("sh", ["sh", "-c", line])
        shown = b""
        while True:
            try:
                part = os.read(terminal, 4096)
            except OSError:
                break
            shown += part
            if keys and prompt in shown:
                # What passes keys on to a container takes a moment to begin.
                while passes_on and termios.tcgetattr(terminal)[3] & termios.ECHO:
                    time.sleep(0.01)
                os.write(terminal, keys)
                keys = b""
        sys.stdout.buffer.write(shown)
        sys.stdout.flush()
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """
    // The shell is interrupted as well, and is to tell how the command ended.
    let settings = stack.berth.environment.map { "\($0.key)=\($0.value)" }
    let shell = "berth() { \(stack.berth.executable) \"$@\"; }; trap : INT; \(line)"
    return try await host(
        "env",
        ["--chdir=\(stack.scratch.project)", "TERM=xterm"] + settings
            + ["python3", "-c", script, shell, prompt ?? "", keys])
}
