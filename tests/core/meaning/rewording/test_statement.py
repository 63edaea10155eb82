"""Gates for the same statement in another form, each with changes on both sides of its boundary."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.meaning.date_lines import is_date
from monitor.core.meaning.enumerations import is_renumbered
from monitor.core.meaning.rewording.statement import is_same_promise, is_spelling, is_synonymous
from tests.core.meaning.changes import observed
from tests.core.meaning.gates import gate
from tests.sampling import examples


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Last updated: 3 March 2023", "Last updated: 9 June 2024"),
        ("Last revised: 3 March 2016", "Last updated 3rd March, 2016"),
        ("Last updated: 3 March 2023", ""),
        ("", "Last updated: 9 June 2024. Effective: 1 July 2024"),
        ("Effective May 1, 2023.", "Effective June 2, 2024."),
        ("Previous versions: May 2015 (PDF) | October 2013 (PDF)", ""),
    ],
)
def test_dates(old: str, new: str) -> None:
    assert is_date(observed(old, new))
    assert is_date(observed(old, new).mirrored())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We keep logs for 30 days.", "We keep logs for 90 days."),
        ("You must be 16 or older.", "You must be 13 or older."),
        ("The fee is 20 euros.", "The fee is 25 euros."),
        ("We sell it from 1 May 2023.", "We share it from 1 June 2024."),
        ("Last updated: 4 March 2019", "Last updated: 25 May 2019 (the changes take effect on 10 June 2019)"),
        ("We keep it in a box.", "We keep it in the cellar."),
    ],
)
def test_what_is_more_than_a_date(old: str, new: str) -> None:
    assert not is_date(observed(old, new))
    assert not is_date(observed(old, new).mirrored())


@pytest.mark.parametrize(("words", "passes"), [(15, True), (16, True), (17, False)])
def test_a_date_line_is_short(words: int, passes: bool) -> None:
    line = "Last updated 3 March 2023 " + " ".join(["gladly"] * (words - 5))
    assert is_date(observed("", line)) is passes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1. We keep your letters.", "2. We keep your letters."),
        ("(a) We keep your letters.", "(b) We keep your letters."),
        ("a) We keep letters; b) we keep cards.", "c) We keep letters; d) we keep cards."),
        ("12. We keep your letters.", "We keep your letters."),
        ("(a) access; (b) erasure; (c) objection", "Access – Erasure – Objection"),
    ],
)
def test_markers_of_an_enumeration(old: str, new: str) -> None:
    assert is_renumbered(observed(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We keep letters for 2 years.", "We keep letters for 5 years."),
        ("We keep 3 copies of your letters.", "We keep 4 copies of your letters."),
        ("123. We keep your letters.", "124. We keep your letters."),
        ("1. We keep your letters.", "2. We burn your letters."),
        ("Plan A costs nothing at all.", "Plan B costs nothing at all."),
        ("We keep letters for 2 years.", ""),
    ],
)
def test_numbers_that_mark_nothing(old: str, new: str) -> None:
    assert not is_renumbered(observed(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We utilize your address in order to deliver your parcel.", "We use your address to deliver your parcel."),
        ("You may withdraw your consent at any time.", "You may revoke your consent at any time."),
        ("We keep recorded workouts for 12 months.", "We keep recorded workouts for one year."),
        ("Access logs are kept for thirty (30) days.", "Access logs are kept for 30 days."),
        ("We will never sell your information.", "We do not and will never sell your information."),
        ("Purchases in the shop are not recorded.", "Purchases in the shop aren't recorded."),
        ("We will let you know by e-mail if this policy changes.", "If this policy changes, we will notify you by e-mail."),
        ("When you register, we ask for your name.", "We ask for your name when you sign up."),
        ("If you have questions, write to us.", "Write to us if you have questions."),
    ],
)
def test_set_phrases(old: str, new: str) -> None:
    assert is_synonymous(observed(old, new))
    assert gate(old, new) == gate(new, old) == "synonym"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We keep recorded workouts for 12 months.", "We keep recorded workouts for two years."),
        ("We will never sell your information.", "We will sell your information."),
        ("We may sell your information.", "We will sell your information."),
        ("We share it with you.", "You share it with us."),
        ("We do not sell it.", "We do not share it."),
        ("You can delete your profile.", "You cannot delete your profile."),
        ("We utilize your address.", ""),
        ("If you ask us, we pay.", "If we pay, you ask us."),
        ("If you ask us, we pay.", "We pay, if you ask us, once."),
        ("If you object, we share it.", "We share it unless you object."),
        ("When you leave, we keep it only if you agree.", "We keep it only if you agree when you leave."),
        ("After 30 days, we delete messages that you sent.", "We delete messages that you sent after 30 days."),
        ("When you travel, we call banks which you name.", "We call banks which you name when you travel."),
    ],
)
def test_what_no_set_phrase_says(old: str, new: str) -> None:
    assert not is_synonymous(observed(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not sell your personal data to third parties.", "Your personal data is not sold to third parties."),
        ("We never share your name.", "Your name is never shared."),
        ("We do not sell your name.", "Your name will not be sold."),
    ],
)
def test_a_promise_in_another_voice_or_tense(old: str, new: str) -> None:
    assert is_same_promise(observed(old, new))
    assert is_same_promise(observed(new, old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not sell your data.", "We do sell your data."),
        ("We do not sell your data.", "Your data is sold."),
        ("We do not sell your data.", "Your data is not shared."),
        ("We do not sell your data.", "Your health data is not sold."),
        ("We do not sell your data.", "Your data is not sold, but not to banks."),
        ("We do not sell or share your data.", "Your data is not sold."),
        ("We do not sell your data.", "We do not rent your data."),
        ("We do not sell your data.", "We have not sold your data."),
        ("We do not sell your data.", ""),
        ("We sell your data.", "Your data is sold."),
        ("We keep your data.", "Your data is kept."),
        ("You must not sell your data.", "Your data must not be sold by you."),
    ],
)
def test_what_is_no_longer_the_same_promise(old: str, new: str) -> None:
    assert not is_same_promise(observed(old, new))
    assert not is_same_promise(observed(new, old)) if new else True


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Our printer recieves the text of your newletter.", "Our printer receives the text of your newsletter."),
        ("The licensors' marks stay theirs.", "The licensor's marks stay theirs."),
        ("Please contact us to opt out.", "Plaese contact us to opt out."),
        ("Our accomodation is free.", "Our accommodation is free."),
        ("We keep letters inthis box.", "We keep letters in this box."),
        ("Your informaton is here.", "Your information is here."),
    ],
)
def test_misspellings(old: str, new: str) -> None:
    assert is_spelling(observed(old, new))
    assert is_spelling(observed(new, old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The use is lawful.", "The use is unlawful."),
        ("This is a fee room.", "This is a free room."),
        ("We collect here data.", "We collect their data."),
        ("We collect there data.", "We collect their data."),
        ("You may stay for 30 days.", "You may stay for 31 days."),
        ("Your data is personal.", "Your data is impersonal."),
        ("Payment is due to licensors.", "Payment is due to licensees."),
        ("We keep letters in boxes.", "We keep letters and cards in boxes."),
        ("The price may increase.", "The price may decrease."),
        ("Copies may be included.", "Copies may be excluded."),
        ("We keep it for sixteen days.", "We keep it for sixty days."),
        ("We share it with partners.", "We share it with patients."),
        ("It has affiliated members.", "It has unaffiliated members."),
        ("One device may be used.", "One devices may be used."),
        ("Dial 1 88 from your handset (free).", "Dial 188, free, from your handset."),
        ("The trial is in Leeds.", "The trail is in Leeds."),
        ("What you choose is kept.", "What you chose is kept."),
        ("Records are compiled in Leeds.", "Records are complied in Leeds."),
    ],
)
def test_words_that_are_others(old: str, new: str) -> None:
    assert not is_spelling(observed(old, new))
    assert not is_spelling(observed(new, old))


@pytest.mark.parametrize(("count", "passes"), [(1, True), (6, True), (7, False)])
def test_how_many_words_may_be_misspelt(count: int, passes: bool) -> None:
    right = ["reading", "writing", "walking", "talking", "sailing", "skating", "dancing"][:count]
    old, new = (f"We offer {' '.join(run)} and a bed." for run in (right, [word.replace("ing", "iing") for word in right]))
    assert is_spelling(observed(old, new)) is passes


@pytest.mark.parametrize(("old", "new"), [("employers", "employees"), ("retained", "retrained"), ("prescribed", "proscribed")])
def test_words_that_are_spelled_alike(old: str, new: str) -> None:
    assert not is_spelling(observed(f"The rules are {old} here.", f"The rules are {new} here."))


WORDS = st.sampled_from(tuple("we never always sell share keep your data letters to banks for ten days if unless asked".split()))  # noqa: SIM905


@settings(max_examples=examples(150), deadline=None, derandomize=True)
@given(st.lists(WORDS, min_size=2, max_size=9), st.integers(0, 8), WORDS)
def test_a_word_put_for_another_passes_no_gate_for_spelling(run: list[str], at: int, word: str) -> None:
    """No two of these words are spelled alike, so that any exchange says something else."""
    other = [*run]
    other[at % len(run)] = word
    old, new = (" ".join(words).capitalize() + "." for words in (run, other))
    if sorted(run) != sorted(other):
        assert not is_spelling(observed(old, new))
        assert not is_renumbered(observed(old, new))
        assert not is_date(observed(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We will not show your drawings to your landlord.", "Your landlord will not show your drawings to us."),
        ("We do not sell your letters to bakers.", "Bakers do not sell your letters to us."),
        ("Fernweh does not sell letters to bakers.", "Bakers do not sell letters to Fernweh."),
        ("We do not sell your letters to bakers.", "Your letters are not sold by bakers to us."),
        ("Your letters are not sold to bakers by us.", "Your letters are not sold by bakers to us."),
    ],
)
def test_who_and_whom_exchanged_is_no_other_voice(old: str, new: str) -> None:
    assert gate(old, new) is None
    assert gate(new, old) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not sell your letters to bakers.", "Your letters are not sold to bakers by us."),
        ("Fernweh does not sell letters to bakers.", "Letters are not sold to bakers by Fernweh."),
    ],
)
def test_the_agent_of_another_voice(old: str, new: str) -> None:
    assert is_same_promise(observed(old, new))
    assert is_same_promise(observed(new, old))
