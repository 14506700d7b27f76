// BerthLogs
