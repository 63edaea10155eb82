"""Measurements of speed, memory, extraction, screening and reliability; none of it ships."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The checkout."""
SHARED = Path(os.environ.get("POLICY_MONITOR_SHARED") or ROOT.parent / "shared")
"""The collection of real pages, which is not part of the repository; measurements of it are skipped if it is missing."""
