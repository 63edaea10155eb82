"""The contract is what plug-ins were written for: names and fields may be added, and none may go."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import monitor.plugins
from monitor.plugins import API, Judgement, NotDelivered, Page
from monitor.plugins.contract import KINDS


def test_version_1_has_what_plug_ins_of_version_1_use() -> None:
    assert API == 1, "raise it only when a plug-in that was written for it could fail; then this test keeps the new contract"
    assert set(KINDS) >= {"sources", "extractors", "screens", "judges", "channels", "exporters"}
    assert {"API", "Judgement", "NotDelivered", "Page"} <= set(monitor.plugins.__all__)
    assert [one.name for one in dataclasses.fields(Page)][:2] == ["body", "media_type"]
    assert [one.name for one in dataclasses.fields(Judgement)][:5] == ["severity", "direction", "headline", "evidence", "topics"]
    assert Judgement("minor", "neutral", "A.", "a").topics == ("other",)


def test_what_was_not_delivered_says_whether_to_try_again() -> None:
    assert (NotDelivered("No.").permanent, NotDelivered("No.").retry_after) == (False, None)
    error = NotDelivered("Later.", permanent=True, retry_after=9.0)
    assert (str(error), error.permanent, error.retry_after) == ("Later.", True, 9.0)


def test_the_contract_loads_nothing_else() -> None:
    """So that a plug-in can import it wherever it runs, and so that our own channels can."""
    code = "import sys; import monitor.plugins; print(sorted(m for m in sys.modules if m.startswith('monitor')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['monitor', 'monitor.plugins', 'monitor.plugins.contract']"


def test_every_name_of_the_package_exists() -> None:
    assert all(hasattr(monitor.plugins, name) for name in monitor.plugins.__all__)
