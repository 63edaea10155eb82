from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.render.paths import changelog_path, pages_of_pairs, policy_folder

from . import sample


def test_a_changelog_lies_in_its_policys_folder_under_both_moments() -> None:
    old, new = (e.version for e in sample.larkspur().entries[:2])
    assert changelog_path("larkspur", old, new) == "larkspur/20100518042315--20120220042315.html"


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "/etc", "a\\b", "a b", "<b>", "é"])
def test_an_id_that_could_leave_the_reports_folder_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a report folder"):
        policy_folder(name)


def test_only_pages_of_pairs_are_found(tmp_path: Path) -> None:
    for name in ("index.html", "a--b.html", "20100518042315--20121340000000.html", "20100518042315--20120220042315.html"):
        (tmp_path / name).touch()
    assert list(pages_of_pairs(tmp_path)) == ["20100518042315--20120220042315.html"]
