// LayerArchiveTests
