"""Learns whom sentences favour: `python -m evaluation.train_favour [--out FOLDER]` writes favour_model.json.

It learns from our own sentences and examples alone (evaluation/sentences, evaluation/examples), so everybody can make it again. Figures on
sentences that it has not seen: `python -m evaluation.sentence_figures`.

Of other learners, none told more on sentences that none had seen: support vector machines with polynomial and radial kernels, and a network
with one hidden layer. More sentences did: with 840, 3,200, 5,200, 7,600 and 9,200 of them, 13, 10, 7, 4 and 2 in a
hundred were wrong of the half that the model was surest of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from evaluation.destination import destination
from evaluation.labelled_sentences import LabelledSentence, of_examples, sentences
from monitor.core.meaning.favour.model import ANSWERS, FILE, favour_model_of
from monitor.core.meaning.favour.traits import traits

SEEN_AT_LEAST = 2
"""Sentences that must show a trait before anything is learned of it."""
FREEDOM = 8.0
"""How far weights may go from nought (scikit-learn's C). From 5 to 60 it makes no difference that could be told from chance."""
LEAST = 0.3
"""Traits that weigh less than this for either answer are left out: a third of them, which changes nothing on unseen sentences."""


def learned(found: Iterable[LabelledSentence]) -> dict[str, Any]:
    """The content of favour_model.json, from labelled sentences."""
    found = list(found)
    vectors = DictVectorizer()
    table = vectors.fit_transform([traits(sentence.text) for sentence in found]).tocsc()
    kept = np.flatnonzero(np.asarray((table != 0).sum(0)).ravel() >= SEEN_AT_LEAST)
    fitted = LogisticRegression(C=FREEDOM, max_iter=3000).fit(table[:, kept].tocsr(), [sentence.serves for sentence in found])
    row = {answer: at for at, answer in enumerate(fitted.classes_)}
    against = [(fitted.coef_[row[answer]] - fitted.coef_[row["neither"]]) for answer in ANSWERS]
    intercept = [round(float(fitted.intercept_[row[answer]] - fitted.intercept_[row["neither"]]), 2) for answer in ANSWERS]
    names = [str(vectors.feature_names_[at]) for at in kept]
    weights = {
        name: [round(float(reader), 2), round(float(company), 2)]
        for name, reader, company in zip(names, *against, strict=True)
        if max(abs(reader), abs(company)) >= LEAST
    }
    return {"intercept": intercept, "weights": dict(sorted(weights.items()))}


def as_json(data: dict[str, Any]) -> str:
    """The data file's text: one trait a line."""
    lines = ",\n".join(f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(pair)}" for name, pair in data["weights"].items())
    return f'{{\n "intercept": {json.dumps(data["intercept"])},\n "weights": {{\n{lines}\n }}\n}}\n'


def main(argv: Sequence[str] | None = None) -> None:
    """Trains on every sentence that may be learned from and writes the file."""
    folder = destination("evaluation.train_favour", __doc__, argv, labelled=False)
    data = learned([*sentences(), *of_examples()])
    favour_model_of(data)  # refuses what cannot be read
    (folder / FILE).write_text(as_json(data), encoding="utf-8")
    print(f"{folder / FILE}: {len(data['weights'])} traits.")


if __name__ == "__main__":
    main()
