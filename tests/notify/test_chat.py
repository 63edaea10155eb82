from __future__ import annotations

import re
from dataclasses import replace

import pytest

from monitor.model import ChangeKind, Severity
from monitor.notify.chat import chat_text, chat_title

from .hostile import hostile
from .samples import NEW_PROMISE, OLD_PROMISE, alert, gained, reworded, side, withdrawn


@pytest.mark.parametrize("limit", [3500, 1000, 400, 160, 90])
def test_a_message_keeps_to_its_length(limit: int) -> None:
    text = chat_text([alert()], limit=limit)
    assert len(text) <= limit
    assert text.startswith("Northwind Privacy Policy")


def test_less_room_means_fewer_changes_and_shorter_quotes() -> None:
    texts = [chat_text([alert()], limit=limit) for limit in (3500, 1500, 1000, 250)]
    assert [text.count("• ") for text in texts] == [3, 2, 1, 1]
    assert [len(text) for text in texts] == sorted((len(text) for text in texts), reverse=True)
    assert "(critical, against you)" in texts[-1]
    assert "Before" not in texts[-1]


def test_a_message_says_why() -> None:
    text = chat_text(
        [
            alert(
                [withdrawn(), reworded(), *[replace(gained(), new=side(f"You may ask us {n} times.")) for n in range(8)]],
                threshold=Severity.MINOR,
            )
        ]
    )
    assert OLD_PROMISE in text
    assert "Sent because this change is critical (rule promise-withdrawn) and your threshold is minor. Based on: “does NOT" in text
    assert re.search(r"… and \d more in the report", text)


def test_alerts_that_do_not_fit_are_counted() -> None:
    text = chat_text([alert(id=str(n)) for n in range(12)])
    assert re.search(r"… and \d+ more; see the reports\.$", text)


def test_a_message_without_section_and_reasons() -> None:
    bare = alert([withdrawn(kind=ChangeKind.ADDED, old=None, new=side(NEW_PROMISE), reasons=(), headline="")], report=None)
    assert "Sent because this change is critical and" in chat_text([bare])
    assert "www[.]northwind-partners[.]example" in chat_text([bare])
    assert "Report" not in chat_text([bare])


def test_the_report_is_named_by_its_address_or_its_path() -> None:
    assert "\nReport: reports/northwind/" in chat_text([alert()])
    assert "\nReport: https://m.example/reports/northwind/" in chat_text([alert()], report_base="https://m.example")


def test_policy_text_is_inert() -> None:
    for text in (chat_title([hostile()]), chat_text([hostile()])):
        assert not re.search(r"(?<![/\w])(https?://|www\.)\S*evil|evil\.example|@evil|[<>*`~|]", text)


def test_a_chat_says_what_was_decided() -> None:
    text = chat_text([replace(alert(), review="Escalated by Kim on 3 May 2026.")])
    assert text.splitlines()[1] == "Review: Escalated by Kim on 3 May 2026."
    assert "Review:" not in chat_text([alert()])
