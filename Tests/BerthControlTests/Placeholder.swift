// BerthControlTests
