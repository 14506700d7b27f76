// BerthPlanner
