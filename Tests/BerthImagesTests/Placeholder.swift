// BerthImagesTests
