// BerthNamesTests
