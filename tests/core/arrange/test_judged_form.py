"""Changes are judged in plain letters and quoted as they are written."""

import unicodedata

from monitor.core.compare import compare_documents, explain
from monitor.model import Changelog, Document

BEFORE = "# Privacy Policy\n\nAcme runs a shop for lamps.\n\nWe keep your orders for two years.\n"
CLAUSE = "We may sell your personal information to data brokers for their own marketing purposes."
CYRILLIC = str.maketrans("aceiops", "асеіорѕ")


def added(clause: str) -> Changelog:
    return compare_documents(Document(BEFORE), Document(f"{BEFORE}\n{clause}\n"))


def test_a_clause_in_look_alike_letters_is_judged_like_the_plain_one() -> None:
    plain, disguised = added(CLAUSE).changes[0], added(CLAUSE.translate(CYRILLIC))
    change = disguised.changes[0]
    assert (change.severity, change.direction, change.topics) == (plain.severity, plain.direction, plain.topics)
    assert [note.rule for note in disguised.notes] == ["look-alikes"]


def test_it_is_quoted_as_it_is_written() -> None:
    written = CLAUSE.translate(CYRILLIC)
    text = f"{BEFORE}\n{written}\n"
    changelog = added(written)
    side = changelog.changes[0].new
    assert side is not None
    assert side.text == written == text[slice(*side.span)]
    assert written[:20] in changelog.changes[0].headline
    last = changelog.passages[-1].new
    assert last is not None
    assert last[1] == len(text)


def test_a_quotation_with_words_left_out_is_as_it_is_written_in_each_part() -> None:
    clause = (
        "We may share your personal information (such as the dates, the amounts and the places of the orders that you made in our shops "
        "and those of our friends, and the names of all whom you sent lamps, letters or flowers to in the years before this one, and what "
        "you said of them in the cards that came with them) with data brokers for their own marketing purposes."
    )
    written = clause.translate(CYRILLIC)
    headline = added(written).changes[0].headline
    assert "…" in headline
    assert written[:20] in headline
    assert written[-30:].rstrip(".") in headline


def test_passages_cover_texts_whose_letters_take_other_room() -> None:
    old, new = Document("We aim at ½ proﬁt in 2 years.\n\nWe keep it.\n"), Document("We aim at ½ proﬁt in 3 years.\n\nWe keep it.\n")
    changelog = compare_documents(old, new)
    assert "".join(new.text[slice(*passage.new)] for passage in changelog.passages if passage.new) == new.text
    assert "".join(old.text[slice(*passage.old)] for passage in changelog.passages if passage.old) == old.text
    edits = changelog.changes[0].edits
    assert "".join(words for sign, words in edits if sign != "-") == "We aim at ½ proﬁt in 3 years."


def test_the_same_words_in_other_letters_are_no_change_but_noted() -> None:
    old = Document(f"{BEFORE}\nWe do NOT sell it.\n")
    new = Document(f"{BEFORE}\nWe do NОT sell it.\n")
    changelog = compare_documents(old, new)
    assert changelog.changes == ()
    assert [note.rule for note in changelog.notes] == ["look-alikes"]


def test_a_verdict_on_disguised_words_can_be_explained() -> None:
    new = Document(f"{BEFORE}\n{unicodedata.normalize('NFC', CLAUSE.translate(CYRILLIC))}\n")
    change = compare_documents(Document(BEFORE), new).changes[0]
    assert explain(Document(BEFORE), new, change.id)
