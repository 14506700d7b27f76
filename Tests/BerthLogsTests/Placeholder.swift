// BerthLogsTests
