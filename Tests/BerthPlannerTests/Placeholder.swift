// BerthPlannerTests
