// BerthSupervisorTests
