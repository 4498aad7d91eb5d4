"""What holds for all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.certificates import Authority

# A time for each example would fail on a busy machine; what has to be quick is counted in steps instead.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Somebody whose certificates this machine does not trust."""
    return Authority(tmp_path)
