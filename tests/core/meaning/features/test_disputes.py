"""Binding arbitration, class actions and juries: imposed where nothing was, or lifted altogether."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.disputes import imposes
from tests.core.meaning.features.changes import names

IMPOSING = (
    "Any dispute between you and Fernweh shall be finally settled by arbitration in Bern.",
    "All claims arising out of these terms must be decided by confidential arbitration.",
    "You and Odalys agree to arbitrate every dispute on an individual basis.",
    "This clause requires you to arbitrate all claims.",
    "These terms contain a binding arbitration agreement and class action waiver.",
    "Arbitration is compulsory.",
    "You waive any right to a jury trial.",
    "You hereby expressly waive any right to bring or join a class action.",
    "Class arbitrations and class actions are not permitted.",
    "Claims may be brought only in your individual capacity, and not as a plaintiff in a class action.",
    "Proceedings are held only on an individual basis and not in a class action.",
    "You are giving up your right to go to court and to a trial by jury.",
    "Neither you nor Odalys may act as a class representative.",
    "If we cannot settle it in sixty days, the dispute shall be referred to arbitration in Bern.",
    "Where the law permits it, each of us waives a trial by jury.",
    "Each of us may bring claims only on an individual basis, and not as a party to any class proceeding.",
)
SILENT = (
    "You may invoke binding arbitration under the Data Privacy Framework.",
    "European residents may also seek binding arbitration of unresolved complaints.",
    "Disputes that are not subject to binding arbitration go to the courts of Bern.",
    "If you opt out in time, the class action waiver does not apply to you.",
    "Nothing in these terms waives your right to a jury trial.",
    "An arbitrator may award you damages.",
    "Arbitration is voluntary, and you can always go to court.",
    "Our jury picks the best photo of the month.",
    "The class of data is listed above. Representative offices act for us.",
    "Disputes are settled by the courts at your place of residence.",
    "If a resident asks for binding arbitration, each party bears its own costs.",
    "The option is not open for a complaint that has already been subject to binding arbitration.",
    "If the class action waiver is held to be void, the rest of this section stands.",
    "Should you leave the class action waiver in time, Odalys is not bound by it either.",
    "You are not giving up your right to a jury trial.",
)


@pytest.mark.parametrize("sentence", IMPOSING)
def test_a_sentence_that_imposes_is_new_where_nothing_imposed(sentence: str) -> None:
    assert imposes(sentence.lower())
    assert names("disputes", "", sentence) == {"arbitration:imposed"}
    assert names("disputes", sentence, "") == {"arbitration:lifted"}


@pytest.mark.parametrize("sentence", SILENT)
def test_a_right_an_exception_or_another_thing_imposes_nothing(sentence: str) -> None:
    assert not imposes(sentence.lower())
    assert names("disputes", "", sentence) <= {"arbitration:offered"}


def test_a_text_that_already_imposed_it_is_not_changed_in_kind() -> None:
    old = "You waive any right to a jury trial."
    new = "You waive any right to a jury trial and agree to binding arbitration."
    assert not names("disputes", old, new)
    assert names("disputes", "", "Any dispute shall be settled by arbitration in Bern.", rest_old=old, rest_new=old) == set()


@pytest.mark.parametrize(
    ("sentence", "offered"),
    [
        ("You may invoke binding arbitration under the Data Privacy Framework.", True),
        ("You may have the option of engaging in binding arbitration.", True),
        ("You may invoke binding arbitration. The arbitrator sits in Bern.", False),
        ("You may invoke binding arbitration. Class arbitrations are held in Bern.", False),
        ("An arbitration is held in Bern.", False),
        ("Disputes are settled by the courts of Bern.", False),
    ],
)
def test_what_the_reader_may_ask_for_is_offered(sentence: str, offered: bool) -> None:
    assert ("arbitration:offered" in names("disputes", sentence, "")) is offered
    assert ("arbitration:offered" in names("disputes", "", sentence)) is offered
