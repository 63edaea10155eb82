"""Doubtful snapshots beside the version in force."""

from __future__ import annotations

from pathlib import Path

from monitor.web.actions import snapshot_name
from monitor.web.desk import Desk
from monitor.web.doubtful import doubtful_snapshots, side_by_side
from tests.cli.conftest import Page, User, policy_page


def test_a_cut_off_page_is_shown_beside_the_whole_one(user: User, page: Page) -> None:
    user.configure({"id": "larkspur", "name": "Larkspur", "url": page.url})
    assert user("run").code == 0
    page.body = policy_page()[:900]
    assert user("run").code == 0
    desk = Desk(Path("config.yaml"), {})
    context = desk.context()
    ((policy, rejection),) = doubtful_snapshots(context, context.policies, refused=False)
    pair = side_by_side(context, policy, rejection)
    assert pair.before is not None
    assert (pair.old[0].text, pair.old[0].heading, pair.old[0].alone) == ("Privacy Policy", True, False)
    alone = " ".join(line.text for line in pair.old if line.alone)
    assert "We disclose information when a court requires it." in alone
    assert not any(line.alone for line in pair.new[:4])
    assert (pair.excerpt, pair.cut) == (None, False)
    assert len(snapshot_name(rejection)) == 31


def test_a_page_without_a_text_shows_what_it_said(stored: Path) -> None:
    context = Desk(stored / "config.yaml", {}).context()
    assert doubtful_snapshots(context, context.policies, refused=False) == []
    ((policy, rejection),) = doubtful_snapshots(context, context.policies, refused=True)
    pair = side_by_side(context, policy, rejection)
    assert pair.before is not None
    assert pair.before.captured_at < rejection.captured_at
    assert pair.new or pair.excerpt
