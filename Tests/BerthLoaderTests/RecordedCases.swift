import BerthLoader
import BerthModel
import Foundation

/// A recorded answer of the reference: files, environment and arguments, and what it printed.
struct RecordedCase: Decodable, Sendable {
    let id: String
    let name: String
    let group: String
    let files: [String: String]
    let env: [String: String]
    let pre: [String]
    let args: [String]
    let rc: Int
    let stdout: String
    var stdin: String?
    var cwd: String?

    /// The file of cases beside the checkout; nil where there is none.
    static let source = fileBesideCheckout("compose-cases/cases.jsonl")

    /// All cases in order.
    static func all() throws -> [RecordedCase] {
        guard let source else { return [] }
        let lines = try String(contentsOf: source, encoding: .utf8).split(separator: "\n")
        return try lines.map { try JSONDecoder().decode(RecordedCase.self, from: Data($0.utf8)) }
    }

    /// The directory of the files.
    var root: String {
        let number = String(id.split(separator: "-").last ?? "")
        return "/cases/" + String(repeating: "0", count: 5 - number.count) + number
    }

    /// The current directory.
    private var directory: String { cwd.map { "\(root)/\($0)" } ?? root }

    /// The files and standard input.
    var memory: MemoryFiles {
        var memory: [String: String] = [:]
        for (name, text) in files { memory["\(root)/\(name)"] = text }
        memory["\(directory)/.keep"] = ""
        return MemoryFiles(memory, input: stdin ?? "")
    }

    /// What is wrong with our answer, nil when it agrees with the reference's.
    func difference() -> String? {
        guard let request else { return "has arguments that this test does not know" }
        do {
            let loaded = try loadProject(request, files: memory)
            if rc != 0 { return "loads, but the reference fails" }
            let render = loaded.holdsVariables ? renderTemplate : renderConfig
            let printed =
                args.contains("--environment") ? lines(loaded) : render(loaded.canonical, .json)
            let got = printed.replacingOccurrences(of: root, with: "@DIR@").replacingOccurrences(
                of: "/cases", with: "@PARENT@")
            return agrees(got) ? nil : "expected\n\(stdout)\ngot\n\(got)"
        } catch {
            return rc == 0 ? "fails: \(error)" : nil
        }
    }

    private func lines(_ loaded: LoadedProject) -> String {
        loaded.environment.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
    }

    private func agrees(_ got: String) -> Bool {
        if args.contains("--environment") {
            let ignored = ["PWD=", "COMPOSE_PROJECT_NAME=", "HOME=", "PATH="]
            func relevant(_ text: String) -> [Substring] {
                text.split(separator: "\n").filter { line in !ignored.contains { line.hasPrefix($0) } }
                    .sorted()
            }
            return relevant(got) == relevant(stdout)
        }
        guard let want = try? JSONSerialization.jsonObject(with: Data(stdout.utf8)) as? NSObject else {
            return got == stdout
        }
        let have = try? JSONSerialization.jsonObject(with: Data(got.utf8)) as? NSObject
        return have == want
    }

    /// What the arguments and the environment ask for; nil for arguments that are not known.
    var request: LoadRequest? {
        var environment = ["HOME": "/home/tester", "PATH": "/usr/bin:/bin", "PWD": directory]
        environment.merge(env) { $1 }
        var request = LoadRequest(workingDirectory: directory, environment: environment)
        var arguments = (pre + args)[...]
        while let argument = arguments.popFirst() {
            switch argument {
            case "-f": request.files.append(arguments.popFirst() ?? "")
            case "-p": request.projectName = arguments.popFirst()
            case "--profile": request.profiles.append(arguments.popFirst() ?? "")
            case "--project-directory": request.projectDirectory = arguments.popFirst()
            case "--env-file": request.environmentFiles.append(arguments.popFirst() ?? "")
            case "--format": arguments.removeFirst()
            case "config", "--environment": break
            case "--all-resources": request.options.includesUnused = true
            case "--no-interpolate": request.options.interpolates = false
            case "--no-consistency": request.options.checksConsistency = false
            case "--no-env-resolution": request.options.resolvesEnvironment = false
            case _ where argument.hasPrefix("-"): return nil
            default: request.selectedServices.append(argument)
            }
        }
        return request
    }
}

/// A file in the nearest directory `shared` above this one; nil where there is none.
func fileBesideCheckout(_ path: String) -> URL? {
    var directory = URL(filePath: #filePath)
    while directory.path != "/" {
        directory.deleteLastPathComponent()
        let file = directory.appending(path: "shared/\(path)")
        if FileManager.default.fileExists(atPath: file.path) { return file }
    }
    return nil
}
