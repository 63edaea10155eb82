"""Gates for another name or address in the same statement; who is party and who receives data stays a matter of substance."""

from __future__ import annotations

import pytest

from monitor.core.meaning.named_parties import (
    _FEW_NAMES,
    _giving_lines,
    is_formerly,
    is_other_mail_address,
    is_postal_address,
    is_renamed,
    is_renamed_throughout,
)
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import SegmentedText
from tests.core.meaning.changes import documents, observations, observed
from tests.core.meaning.gates import gate


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Note that Quillberry has no say in cookies.", "Note that Inkwell Press Ltd has no say in cookies."),
        ("Mail goes by CleverReach GmbH & Co. KG, Rastede.", "Mail goes by Brevo (Sendinblue GmbH), Berlin."),
        (
            "| Mailjet SAS | France | Sending of transactional e-mail |",
            "| Postmark (ActiveCampaign LLC) | USA | Sending of transactional e-mail |",
        ),
        ("The maps are by Orrery Labs Inc.", "The maps are by Zenith Charts Ltd of Leeds."),
    ],
)
def test_one_company_for_another(old: str, new: str) -> None:
    assert is_renamed(observed(old, new))
    assert gate(old, new) == gate(new, old) == "entity-renamed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The controller of your data is Fernweh Handels GmbH.", "The controller of your data is Granite Peak Inc."),
        ("The site is operated by Fernweh GmbH.", "The site is operated by Granite Peak Inc."),
        ("This is a contract with Fernweh GmbH.", "This is a contract with Granite Peak Inc."),
        ("We share it with Fernweh GmbH.", "We share it with Granite Peak Inc."),
        ("Your data is sold to Fernweh GmbH.", "Your data is sold to Granite Peak Inc."),
        ("We belong to a subsidiary of Fernweh GmbH.", "We belong to a subsidiary of Granite Peak Inc."),
    ],
)
def test_a_name_weighs_where_it_says_who_is_party(old: str, new: str) -> None:
    assert not is_renamed(observed(old, new))
    assert gate(old, new) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The maps are by Orrery Labs.", "The maps are by Orrery Maps."),
        ("The maps are by Orrery Labs Ltd.", "The maps are by nobody."),
        ("The maps are by Orrery Ltd.", "The maps are by Orrery Ltd and free."),
        ("The maps of Orrery Ltd are free.", "The maps of Zenith Ltd are costly."),
        ("The maps of Orrery Ltd are dear.", ""),
        ("", "The maps of Orrery Ltd are dear."),
        ("The orders of Orrery Ltd are Orders.", "The letters of Zenith Ltd are Letters."),
    ],
)
def test_what_is_more_or_less_than_a_name(old: str, new: str) -> None:
    assert not is_renamed(observed(old, new))


@pytest.mark.parametrize("form", ["Ltd", "Limited", "Inc", "LLC", "GmbH", "AG", "SAS", "Oy", "Pty"])
def test_the_legal_form_shows_that_it_is_a_company(form: str) -> None:
    assert is_renamed(observed("The maps are by Orrery.", f"The maps are by Zenith {form}."))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Our office is at 12 Mill Lane, Leeds.", "Our office is at 7 Barge Street, York."),
        ("Our address: Wolframstrasse 3, 70191 Stuttgart", "Our address: Königsallee 12, 40212 Düsseldorf"),
        ("Write to Colmore Ltd, 14 Barge Lane, Leeds", "Write to PrivRep Ltd, 3rd Floor, 80 Hatch Street, London EC1"),
        ("Write to us at PO Box 14, Leeds", "Write to us at PO Box 99, York"),
        ("Located at 1 Harbour Square, Cork", "Located at 2 Harbour Square, Cork"),
        ("Our office is on the 3rd floor in Leeds.", "Our office is on the 4th floor in York."),
    ],
)
def test_postal_addresses(old: str, new: str) -> None:
    assert is_postal_address(observed(old, new))
    assert is_postal_address(observed(new, old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The trial lasts 30 days.", "The trial lasts 14 days."),
        ("The yearly fee for members is 120 euros.", "The yearly fee for members is 90 euros."),
        ("Pictures of up to 5 MB may be turned the wrong way round.", "Pictures of up to 10 MB may be turned the wrong way round."),
        ("Registered users may upload 10 photos.", "Registered users may upload 2 photos."),
        ("The fee for a house is 5 euros.", "The fee for a house is 9 euros."),
        ("The office answers within 5 days.", "The office answers within 50 days."),
        ("You may have 3 addresses.", "You may have 1 address."),
        ("Our office is at 12 Mill Lane, Leeds.", "Our office is at Mill Lane, Leeds."),
        ("Our office at 12 Mill Lane keeps it.", "Our office at 7 Mill Lane sells it."),
        ("Our office is at Mill Lane, Leeds.", "Our office is at Barge Lane, Leeds."),
        ("Our office is at 12 Mill Lane.", ""),
    ],
)
def test_what_is_no_postal_address(old: str, new: str) -> None:
    assert not is_postal_address(observed(old, new))
    assert not new or not is_postal_address(observed(new, old))


def test_a_mail_address() -> None:
    change = observed("Send requests to help@fernweh.example.", "Send requests to privacy@fernweh.example.")
    assert change.same_words
    assert is_other_mail_address(change)
    assert gate("Mail help@fernweh.example.", "Mail privacy@fernweh.example.") == "contact-address"


def test_the_same_mail_address_in_other_typography() -> None:
    assert gate("Mail help@fernweh.example - gladly.", "Mail help@fernweh.example – gladly.") == "typography"


def test_a_mail_address_beside_other_words() -> None:
    old, new = "Mail help@fernweh.example.", "Mail or call privacy@fernweh.example."
    assert gate(old, new) != "contact-address"


def test_without_a_mail_address_none_differs() -> None:
    assert not is_other_mail_address(observed("We keep it - always.", "We keep it – always."))


MILL = "Wanderlust makes boots. Ask Wanderlust for a card. All of Wanderlust is dry. "


def renamed(old: str, new: str, text: str = MILL) -> bool:
    change = observed(old, new, rest_old=text, rest_new=text.replace("Wanderlust", "Fernweh"))
    return is_renamed_throughout(change)


def test_a_name_that_gave_way_to_another_all_over_the_document() -> None:
    assert renamed("Cards by Wanderlust are dry.", "Cards by Fernweh are dry.")
    assert renamed("Neither you nor Wanderlust may ring at night.", "Neither you nor Fernweh may ring at night.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Cards by Wanderlust are dry.", "Cards by Fernweh are wet."),
        ("Cards by Wanderlust are dry for 30 days.", "Cards by Fernweh are dry for 60 days."),
        ("Cards by Wanderlust are not sold.", "Cards by Fernweh are sold."),
        ("Cards by Wanderlust may burn.", "Cards by Fernweh must burn."),
        ("Cards for Employers of Wanderlust.", "Cards for Employees of Fernweh."),
        ("Cards by Wanderlust cost £5.", "Cards by Fernweh cost $5."),
        ("Our contract is with Wanderlust Ltd here.", "Our contract is with Fernweh Inc here."),
        ("CARDS BY WANDERLUST ARE DRY.", "CARDS BY FERNWEH ARE DRY."),
        ("Cards by Wanderlust are dry.", ""),
    ],
)
def test_more_than_a_new_name(old: str, new: str) -> None:
    assert not renamed(old, new)


def test_a_name_that_changed_in_one_place_alone() -> None:
    assert not is_renamed_throughout(observed("Cards by Wanderlust are dry.", "Cards by Fernweh are dry."))


def test_a_word_of_the_language_is_no_name() -> None:
    assert not renamed("Cards by Wanderlust are dry.", "Cards by Fernweh are dry.", MILL + "We share wanderlust.")


@pytest.mark.parametrize(
    "old", ["Fernweh (formerly Wanderlust) makes boots.", "Fernweh, formerly known as Wanderlust, makes boots.", "Fernweh (previously called Wanderlust Ltd) makes boots."]  # noqa: E501
)  # fmt: skip
def test_an_earlier_name(old: str) -> None:
    new = "Fernweh makes boots."
    assert is_formerly(observed(old, new))
    assert is_formerly(observed(new, old))
    assert not is_formerly(observed(old, "Fernweh makes no boots."))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We keep your IP address in Leeds for 30 days.", "We keep your IP address in York for 365 days."),
        ("Our office at 12 Mill Lane answers within 5 days.", "Our office at 14 Mill Lane answers within 50 days."),
        ("Write to 12 Mill Lane; a copy costs £5.", "Write to 14 Mill Lane; a copy costs $5."),
        ("At 12 Mill Lane you may be aged 16.", "At 14 Mill Lane you may be aged 13."),
    ],
)
def test_an_amount_beside_an_address(old: str, new: str) -> None:
    assert not is_postal_address(observed(old, new))


def test_a_recipient_exchanged_throughout_is_no_renaming() -> None:
    old, new = (f"We share your letters with {name} only. {name} keeps them for a day." for name in ("Quillmere", "Boxbury"))
    assert gate(old, new) != "renamed"
    assert gate(new, old) != "renamed"


def test_an_answer_that_changed_in_several_rows_is_no_name() -> None:
    table = "| | Do we sell it? |\n|---|---|\n| Letters | {0} |\n| Stamps | {0} |\n"
    old, new = documents(table.format("No"), table.format("Yes"))
    assert not any(is_renamed_throughout(change) for change in observations(old, new))


@pytest.mark.parametrize("word", ["parcelway", "parcel", "letters", "mill", "acme-group"])
def test_lines_that_give_are_the_same_for_a_first_name_and_a_late_one(word: str) -> None:
    text = "We share letters with Parcelway.\nThe mill is Parcelway's.\nWe SENT it to Acme-Group.\nA mill: we lend it."
    page = ParsedDocument(SegmentedText(text))
    read_through = list(_giving_lines(page, word, 0))
    assert "giving-lines" not in page.memory
    assert list(_giving_lines(page, word, _FEW_NAMES)) == read_through
    assert "giving-lines" in page.memory
