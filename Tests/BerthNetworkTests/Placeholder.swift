// BerthNetworkTests
