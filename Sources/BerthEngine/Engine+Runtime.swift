internal import BerthModel
internal import BerthStore
internal import OCIRuntime

extension Engine {
    /// The program that is to run a service's containers, as it is recorded.
    func runtimeProgram(for service: Service) throws -> String {
        try service.runtime.flatMap { try Runtime.program(named: $0) } ?? drivers.runtime.program
    }

    /// The runtime that a container was made by.
    func runtime(of record: ContainerRecord?) -> Runtime {
        guard let program = record?.status.runtime, program != drivers.runtime.program else {
            return drivers.runtime
        }
        return Runtime(program: program, stateDirectory: drivers.runtime.stateDirectory)
    }
}
