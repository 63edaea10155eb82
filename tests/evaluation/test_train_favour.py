"""Learning whom sentences favour, and what is learned from."""

from pathlib import Path

import pytest

from evaluation.labelled_pairs import LabelledPair
from evaluation.labelled_sentences import FOLDER, SERVES, UNSEEN, LabelledSentence, of_examples, sentences
from evaluation.train_favour import known, learned, main
from monitor.core.meaning.favour.model import FILE, favour_model_of, key
from monitor.core.text.tokens import words

ENDS = ("cats", "dogs", "bees", "owls", "newts")


def written() -> list[LabelledSentence]:
    kinds = (("You may feed our {}.", "reader"), ("We sell your {}.", "company"), ("Section four is about {}.", "neither"))
    return [LabelledSentence(text.format(end), serves, "minor") for text, serves in kinds for end in ENDS]


def paired() -> list[LabelledPair]:
    kinds = (
        ("We sell your {}.", "We never sell your {}.", "strengthens", "critical"),
        ("We sell your {}.", "Your {} are sold by us.", "same", "none"),
        ("Section four is about {}.", "Section five is about {}.", "mixed", "minor"),
    )
    return [LabelledPair(old.format(end), new.format(end), direction, severity) for old, new, direction, severity in kinds for end in ENDS]


def test_what_is_learned_tells_sentences_and_pairs_apart() -> None:
    model = favour_model_of(learned(known(written(), paired())))
    assert model.favour("", "You may feed our hens.").lean > 0.3
    assert model.favour("", "We sell your hens.").lean < -0.3
    neither = model.favour("", "Section four is about hens.")
    assert neither.reader + neither.company < 0.5
    assert model.favour("We sell your hens.", "We never sell your hens.").lean > 0.3
    assert model.favour("We never sell your hens.", "We sell your hens.").lean < -0.3
    assert model.favour("We sell your hens.", "Your hens are sold by us.").same > 0.5


def test_of_what_one_sentence_shows_nothing_is_learned() -> None:
    alone = LabelledSentence("We bury your hamster.", "company", "minor")
    model = favour_model_of(learned(known([*written(), alone], paired())))
    assert key("word:hamster", signed=True) not in model.keys
    assert key("word:sell", signed=True) in model.keys


def test_the_file_is_written_where_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluation.train_favour.sentences", lambda: iter(written()))
    monkeypatch.setattr("evaluation.train_favour.pairs", lambda: iter(paired()))
    monkeypatch.setattr("evaluation.train_favour.of_examples", lambda: iter(()))
    main(["--out", str(tmp_path / "new")])
    assert favour_model_of((tmp_path / "new" / FILE).read_bytes()).keys


def test_every_sentence_has_a_label_that_is_known() -> None:
    for folder in (FOLDER, UNSEEN):
        found = list(sentences(folder))
        assert len(found) > 300
        assert {sentence.serves for sentence in found} == set(SERVES)
        assert {sentence.materiality for sentence in found} == {"critical", "material", "minor"}


def test_nothing_is_learned_from_the_unseen_ones() -> None:
    """Nor from one with the same words in another order."""
    seen = {frozenset(words(sentence.text)) for sentence in (*sentences(), *of_examples())}
    assert not [sentence.text for sentence in sentences(UNSEEN) if frozenset(words(sentence.text)) in seen]


def test_examples_tell_whom_a_sentence_serves_by_what_its_coming_or_going_does() -> None:
    found = list(of_examples())
    serves = {entry.text: entry.serves for entry in found}
    assert {"reader", "company", "neither"} == set(serves.values())
    assert serves["We shall not reduce your rights under this Privacy Policy without your explicit consent."] == "reader"  # added
    assert serves["We do not sell, rent, trade or otherwise give your e-mail address to anyone, ever."] == "reader"  # removed


def test_a_label_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text('- {text: "We sell it.", serves: raeder, materiality: minor, topic: other, document: privacy}\n')
    with pytest.raises(ValueError, match=r"one\.yaml: 'We sell it\.': serves: expected one of reader, company, neither, not 'raeder'\."):
        list(sentences(tmp_path))
