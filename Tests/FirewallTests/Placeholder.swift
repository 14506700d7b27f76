// FirewallTests
