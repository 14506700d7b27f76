// BerthModelTests
