"""Who may, must, will or will not do what: the frames of a statement."""

from __future__ import annotations

import pytest

from monitor.core.meaning.frames import frames
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.lexicon import english
from monitor.core.text.tokens import words


def read(text: str) -> set[tuple[str, str]]:
    return {(frame.role, frame.act) for frame in ParsedText.of_text(text).frames}


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("We do not sell your data.", ("denial", "sell")),
        ("We never share your e-mail address.", ("denial", "share")),
        ("We will not, under any circumstances, sell your data.", ("denial", "sell")),
        ("We don’t rent your address.", ("denial", "sell")),
        ("We will not share, sell, rent, or trade your data.", ("denial", "sell")),
        ("We do not share or otherwise disclose your data.", ("denial", "share")),
        ("Your data is never sold.", ("denial", "sell")),
        ("Your data will not be disclosed to third parties.", ("denial", "share")),
        ("Nobody at the company sells your data.", ("denial", "sell")),
        ("We refrain from selling your data.", ("denial", "sell")),
        ("We share your data with partners.", ("intrusion", "share")),
        ("We may sell your data.", ("intrusion", "sell")),
        ("We encrypt your data.", ("protection", "protect")),
        ("We will erase your data.", ("protection", "delete")),
        ("We do not guarantee that your data is protected, and we do not encrypt it.", ("unprotection", "protect")),
        ("You may opt out.", ("right", "opt-out")),
        ("You may delete your account.", ("right", "delete")),
        ("You cannot opt out of these messages.", ("unright", "opt-out")),
        ("You must pay the fees.", ("duty", "charge")),
        ("You may not sell the service.", ("prohibition", "sell")),
        ("You must not share your password.", ("prohibition", "share")),
        ("No personal information will be shared with third parties.", ("denial", "share")),
        ("Until then no data are transmitted.", ("denial", "share")),
        ("Prior to that no data is transmitted.", ("denial", "share")),
        ("We collect no special categories of data.", ("denial", "collect")),
        ("Under no circumstances do we sell data.", ("denial", "sell")),
        ("Pick a long password. Don't share it with anyone.", ("prohibition", "share")),
        ("In a nutshell: pay on time, do not share your password.", ("prohibition", "share")),
        ("Never shared, never sold: your data stays with us.", ("denial", "share")),
        ("We do not:\n- sell your data\n- share it", ("denial", "sell")),
        ("At the shop we:\n- do not sell your data\n- do not share it", ("denial", "sell")),
    ],
)
def test_frames(text: str, frame: tuple[str, str]) -> None:
    assert frame in read(text), read(text)


@pytest.mark.parametrize(
    ("text", "role", "act"),
    [
        ("[Do Not Sell My Info](/dns)", "denial", "sell"),
        ("Do Not Sell or Share My Personal Information", "denial", "sell"),
        ("Do not share your password with anyone.", "denial", "share"),
        ("We share data with partners, including without limitation banks.", "denial", "share"),
        ("We not only collect your name but also share it.", "denial", "share"),
        ("We share information that does not identify you.", "denial", "share"),
        ("If you do not want us to share your data, tell us.", "denial", "share"),
        ("If you do not agree, we will share it.", "denial", "share"),
        ("We honour Do Not Track and collect your name.", "denial", "collect"),
        ("You may not copy maps. We share your data.", "denial", "share"),
        ("We keep it no longer than 30 days and share it.", "denial", "share"),
        ("We cannot guarantee the security of data that is transmitted.", "denial", "share"),
        ("Where we have not collected your data from you, ask us for the source.", "denial", "collect"),
        ("The holder doesn't log in. All data are collected again.", "denial", "collect"),
        ("Public computers should not be used for banking.", "denial", "use"),
        ("Do we sell data?", "intrusion", "sell"),
        ("Why do you not share my data? Because we respect you.", "denial", "share"),
        ("You may delete your account.", "prohibition", "delete"),
        ("You do not have to delete anything.", "right", "delete"),
    ],
)
def test_lures(text: str, role: str, act: str) -> None:
    assert (role, act) not in read(text)


@pytest.mark.parametrize("modality", ["may", "will", "must", ""])
def test_modality(modality: str) -> None:
    found = words(f"We {modality} sell it.")
    assert [frame.modality for frame in frames(found, english().find(found))] == [modality]


def test_a_statement_about_nobody_says_nothing() -> None:
    assert frames(words("A warm day in June"), []) == []
