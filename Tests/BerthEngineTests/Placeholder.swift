// BerthEngineTests
