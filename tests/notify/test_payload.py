from __future__ import annotations

import json
from dataclasses import replace

import pytest

from monitor.model import Reason, Severity
from monitor.notify.payload import SCHEMA, write_payload
from monitor.notify.presenter import write_subject

from .samples import NEW_PROMISE, alert, reworded, side, withdrawn


def test_a_payload_has_the_alert_its_versions_and_its_changes() -> None:
    data = write_payload([alert(notes=(Reason("silent", "The date did not change.", "1 May"),))], digest=False)
    assert (data["schema"], data["digest"], data["subject"]) == (SCHEMA, False, write_subject([alert()]))
    (one,) = data["alerts"]
    assert (one["policy"], one["name"], one["document"]) == ("northwind", "Northwind", "Privacy Policy")
    assert (one["severity"], one["threshold"], one["more"]) == ("critical", "material", 0)
    assert one["counts"] == {"critical": 1, "material": 2, "cosmetic": 1}
    assert one["old"]["captured_at"] == "2010-05-18T04:23:15Z"
    assert one["old"]["last_seen"] == "2016-11-01T09:30:00Z"
    assert one["new"]["archive_url"].startswith("https://archive.example/web/20161229064321/")
    assert one["notes"] == [{"rule": "silent", "says": "The date did not change.", "evidence": "1 May"}]
    assert [change["id"] for change in one["changes"]] == ["c1", "c2", "c3"]


def test_words_stand_as_the_policy_wrote_them_and_the_subject_is_inert() -> None:
    headline = "See https://evil.example/x"
    data = write_payload([alert([withdrawn(headline=headline, new=side(NEW_PROMISE))])], digest=False)
    (change,) = data["alerts"][0]["changes"]
    assert (change["headline"], change["new"]["text"]) == (headline, NEW_PROMISE)
    assert "evil.example" not in data["subject"]


@pytest.mark.parametrize(("number", "sent", "more"), [(1, 1, 0), (200, 200, 0), (201, 200, 1), (500, 200, 300)])
def test_at_most_two_hundred_changes_are_sent_and_the_others_counted(number: int, sent: int, more: int) -> None:
    (one,) = write_payload([alert([reworded(id=str(n)) for n in range(number)])], digest=False)["alerts"]
    assert (len(one["changes"]), one["more"]) == (sent, more)


def test_a_digest_has_its_alerts_in_order_and_is_plain_json() -> None:
    data = write_payload([alert(id="b", threshold=Severity.CRITICAL), alert(id="a", archived=False, report=None)], digest=True)
    assert [one["id"] for one in data["alerts"]] == ["b", "a"]
    assert [len(one["changes"]) for one in data["alerts"]] == [1, 3]
    assert data["alerts"][1]["report"] is None
    assert data["alerts"][1]["new"]["archive_url"] is None
    assert json.loads(json.dumps(data)) == data


def test_a_webhook_has_the_review() -> None:
    (plain, reviewed) = write_payload([alert(), replace(alert(), review="Accepted by Kim on 3 May 2026.")], digest=True)["alerts"]
    assert (plain["review"], reviewed["review"]) == (None, "Accepted by Kim on 3 May 2026.")
