// BerthSupervisor
