"""A configuration file in a temporary folder, and settings loaded from given text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.config import Settings, load_settings

Load = Callable[..., Settings]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


@pytest.fixture
def load(file: Path) -> Load:
    """Writes the text to the file and loads it; keyword arguments are environment variables."""

    def write_and_load(text: str, **environment: str) -> Settings:
        file.write_text(text, encoding="utf-8")
        return load_settings(file, environment)

    return write_and_load
