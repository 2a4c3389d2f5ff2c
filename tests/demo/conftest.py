import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SITE = Path(__file__).resolve().parents[1] / "site"


@pytest.fixture(scope="session")
def site_module() -> ModuleType:
    """The server of tests/site, loaded under a name that no other test folder uses."""
    sys.path.insert(0, str(SITE))
    try:
        spec = importlib.util.spec_from_file_location("demo_site_server", SITE / "server.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(SITE))
