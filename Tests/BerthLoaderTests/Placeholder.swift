// BerthLoaderTests
