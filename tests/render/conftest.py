"""The demonstration site, rendered once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import sample


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.demonstration(tmp_path_factory.mktemp("site")).parent
