// BerthCommandsTests
