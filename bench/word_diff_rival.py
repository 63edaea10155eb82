"""The word diff of changedetection.io, for measuring ours against it: its module `diff` alone, without the program around it.

`make bench ONLY=diff_speed` installs it into a folder of its own (`.venv/compared`), because its other dependencies are many and
unneeded: `pip install --no-deps --target .venv/compared changedetection.io loguru`.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import ROOT
from monitor.model import Document

FOLDERS = (ROOT / ".venv/compared", Path(sys.prefix) / "compared")
"""Where it may be installed, beside the packages that can be imported."""
_NAME = "changedetectionio_diff"


def rival() -> Callable[[Document, Document], object] | None:
    """Their diff of two documents as they show it by default (lines by difflib, words of changed lines by Myers); None if not installed."""
    module = _module()
    if module is None:
        return None
    importlib.import_module("loguru").logger.remove()  # it would print what it measures at every call
    render = module.render_diff
    return lambda old, new: render(old.text, new.text, word_diff=True)


def _module() -> Any:
    sys.path.extend(str(folder) for folder in FOLDERS if folder.is_dir() and str(folder) not in sys.path)
    package = importlib.util.find_spec("changedetectionio")
    if package is None or not package.submodule_search_locations:
        return None
    # Importing the package itself would import its web server.
    folder = Path(package.submodule_search_locations[0]) / "diff"
    spec = importlib.util.spec_from_file_location(_NAME, folder / "__init__.py", submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None:
        return None
    module = sys.modules[_NAME] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
