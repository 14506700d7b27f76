// OCIRuntimeTests
