"""What became of a promise, on little pairs of our own, and across whole documents."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from monitor.core.compare import candidates_of
from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.document_context import DocumentContext, document_context
from monitor.core.meaning.promises.fates import PromiseFate, fate, promise_fates
from monitor.core.meaning.promises.promise import promises_in
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.statements.reading import statements_of
from monitor.model import Document

TABLE = Path(__file__).parent / "fates.yaml"
NAMES = frozenset({"acme"})


def rows() -> list[object]:
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [pytest.param(old, new, fate_, id=f"{fate_}: {old[:40]} / {new[:40]}") for fate_, pairs in table.items() for old, new in pairs]


def read(text: str) -> tuple[Statement, ...]:
    lead_in, _, own = text.rpartition(">>")
    return statements_of(own, lead_in, names=NAMES)


@pytest.mark.parametrize(("before", "after", "expected"), rows())
def test_fate(before: str, after: str, expected: str) -> None:
    promise = next(promises_in(read(before)))
    said = read(after)
    assert fate(promise, list(promises_in(said)), said).fate == expected


def fates(old: str, new: str) -> list[PromiseFate]:
    before, after = Document(old), Document(new)
    found, candidates = candidates_of(before, after)
    context = document_context(before, after, found, candidates)
    return [told for candidate in candidates for told in promise_fates(candidate, context)]


FILLER = "\n\nWe answer letters within a week. Our office is open from nine to five. Parcels leave on weekdays.\n\n"


def test_a_promise_that_stands_in_brackets_elsewhere_is_kept() -> None:
    old = f"We do not sell your personal information and display no ads.{FILLER}Gifts keep us going (we do not sell your data)."
    new = f"We like our work.{FILLER}Gifts keep us going (we do not sell your data)."
    assert {(told.act, told.fate) for told in fates(old, new) if told.act == "sell"} == {("sell", "kept")}


def test_a_promise_that_moved_into_a_list_is_kept() -> None:
    old = f"We never sell your data.{FILLER}"
    new = f"{FILLER}We do not:\n\n- sell your personal information\n- send spam\n"
    assert [told.fate for told in fates(old, new) if told.act == "sell"][:1] == ["kept"]


def test_a_promise_that_is_nowhere_any_more_is_withdrawn_with_its_words() -> None:
    [told] = fates(f"We do not sell your data to brokers.{FILLER}", FILLER)
    assert (told.fate, told.act, told.object, told.promise.statement.recipient) == ("withdrawn", "sell", "data", "brokers")
    assert told.clause == "We do not sell your data to brokers"
    assert told.counterpart is None


def test_a_new_promise_is_made() -> None:
    [told] = fates(FILLER, f"We will never track you.{FILLER}")
    assert (told.fate, told.act) == ("made", "track")


def test_the_opposite_in_the_same_place_reverses() -> None:
    told = fates(f"We do not sell your data to brokers.{FILLER}", f"We may sell your data to brokers.{FILLER}")[0]
    assert told.fate == "reversed"
    assert isinstance(told.counterpart, Statement)


def test_an_exception_narrows() -> None:
    told = fates(f"We do not share your data with anyone.{FILLER}", f"We do not share your data with anyone unless you agree.{FILLER}")
    assert [found.fate for found in told] == ["narrowed"]


def test_an_exception_that_goes_strengthens() -> None:
    told = fates(f"We do not share your data with anyone unless you agree.{FILLER}", f"We do not share your data with anyone.{FILLER}")
    assert [found.fate for found in told] == ["strengthened"]


def test_none_that_became_usually_none_narrows() -> None:
    old = "## Who gets it\n\nOther recipients: None. We do not pass your data to any other recipients."
    new = "## Who gets it\n\nOther recipients: Usually none. The only exceptions are our locksmith, who sees it, and the tax office."
    assert {found.fate for found in fates(old + FILLER, new + FILLER)} == {"narrowed"}


def test_none_that_became_another_sentence_is_withdrawn() -> None:
    old = "Other recipients: None. We do not pass your data to any other recipients."
    told = fates(old + FILLER, "Other recipients: our locksmith and the tax office, without exception." + FILLER)
    assert {found.fate for found in told} == {"withdrawn"}
    elsewhere = f"{FILLER}\n\n## Parcels\n\nParcels leave on weekdays. The only exceptions are feast days."
    assert {found.fate for found in fates(f"## Who gets it\n\n{old}{FILLER}", f"## Who gets it{elsewhere}")} == {"withdrawn"}


def test_a_notice_to_you_that_is_only_posted_now_narrows() -> None:
    old = "If we change this policy we will notify you by e-mail before it applies."
    new = "If we change this policy we will post a notice on the board before it applies."
    assert {found.fate for found in fates(old + FILLER, new + FILLER)} == {"narrowed"}


def test_words_that_no_promise_has_are_not_read() -> None:
    assert fates(f"We share your data with hosts.{FILLER}", f"We share your data with two hosts.{FILLER}") == []


def test_equal_words_say_nothing() -> None:
    document = Document("We do not sell your data.")
    found, _ = candidates_of(document, document)
    context: DocumentContext = document_context(document, document, found, [])
    units = tuple(found.old.units(0))
    assert promise_fates(Candidate("reworded", units, units, equal=True), context) == ()  # type: ignore[arg-type]


def test_one_more_purpose_narrows() -> None:
    old = "We may share your device data with hosts, but only to run the shop, as described above."
    told = fates(old + FILLER, old.replace("the shop", "the shop or its marketing") + FILLER)
    assert [found.fate for found in told] == ["narrowed"]


def test_a_capture_that_was_cut_short_withdraws_nothing() -> None:
    rest = "\n\n".join(f"Parcel number {n} leaves on a weekday and comes back when nobody is at home." for n in range(12))
    old = f"{FILLER}\n\n## Promises\n\nWe do not sell your data to brokers.\n\n## Parcels\n\n{rest}\n\n## More\n\nLetters wait."
    assert fates(old, FILLER) == []


def test_minors_are_children() -> None:
    old = "We do not collect data from children under 13."
    assert [told.fate for told in fates(old + FILLER, "We do not collect data from minors under 18." + FILLER)] == ["strengthened"]


def test_with_the_exception_of_narrows() -> None:
    old = "We do not share your data with partners."
    told = fates(old + FILLER, "We do not share your data with partners, with the exception of your city." + FILLER)
    assert [found.fate for found in told] == ["narrowed"]


@pytest.mark.parametrize("mark", ["¹", "²", "①", "⁹⁹", "٣"])
def test_the_sign_of_a_footnote_is_no_number(mark: str) -> None:
    old = "We do not sell your data to brokers for 30 days."
    told = fates(old + FILLER, old[:-1] + mark + "." + FILLER)
    assert all(found.fate in ("kept", "narrowed") for found in told)
