"""Learns whom changes favour: `python -m evaluation.train_favour [--out FOLDER]` writes favour_model.bin.

It learns from our own sentences, pairs of sentences and examples alone (evaluation/sentences, evaluation/pairs, evaluation/examples), so
everybody can make it again. A sentence counts twice, as one that came and as one that went; a pair in both orders. Figures on texts that
it has not seen: `python -m evaluation.sentence_figures` and `python -m evaluation.pair_figures`.

Of other learners, none told more on sentences that none had seen: support vector machines with polynomial and radial kernels, and a network
with one hidden layer. More sentences did, while the model learned from those alone: with 840, 3,200, 5,200, 7,600 and 9,200 of them, 13,
10, 7, 4 and 2 in a hundred were wrong of the half that the model was surest of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from evaluation.destination import destination
from evaluation.labelled_pairs import SAME, LabelledPair, pairs
from evaluation.labelled_sentences import LabelledSentence, of_examples, sentences
from monitor.core.meaning.favour.model import FILE, as_bytes, favour_model_of, key
from monitor.core.meaning.favour.traits import Traits, traits

SEEN_AT_LEAST = 4
"""Rows that must show a trait before anything is learned of it; every change makes two, one for each order."""
FREEDOM = 2.0
"""How far weights may go from nought (scikit-learn's C)."""
LEAST = 0.1
"""Traits that weigh less than this for any answer are left out."""
_NONE = "none"
"""The answer that a change has no side, or both; the others are weighed against it."""
_ANSWERS = {"strengthens": "reader", "weakens": "company", SAME: SAME, "mixed": _NONE}
_TURNED = {"reader": "company", "company": "reader"}


@dataclass(frozen=True, slots=True)
class Known:
    """A change that can be learned from."""

    traits: Traits
    answer: str


def known(single: Iterable[LabelledSentence], paired: Iterable[LabelledPair]) -> Iterator[Known]:
    """What is learned from."""
    for sentence in single:
        yield Known(traits("", sentence.text), sentence.serves if sentence.serves in _TURNED else _NONE)
    for pair in paired:
        yield Known(traits(pair.before, pair.after), _ANSWERS[pair.direction])


def learned(found: Iterable[Known]) -> bytes:
    """The content of favour_model.bin."""
    rows, answers = list[dict[str, float]](), list[str]()
    for one in found:
        for sign, answer in ((1, one.answer), (-1, _TURNED.get(one.answer, one.answer))):
            rows.append({f"±{name}": sign * value for name, value in one.traits.signed.items()})
            rows[-1].update((f"={name}", value) for name, value in one.traits.either_way.items())
            answers.append(answer)
    vectors = DictVectorizer()
    table = vectors.fit_transform(rows).tocsc()
    kept = np.flatnonzero(np.asarray((table != 0).sum(0)).ravel() >= SEEN_AT_LEAST)
    fitted = LogisticRegression(C=FREEDOM, max_iter=3000, tol=1e-3).fit(table[:, kept].tocsr(), answers)
    of = {answer: (fitted.coef_[row], float(fitted.intercept_[row])) for row, answer in enumerate(fitted.classes_)}
    # Every change is there in both directions, so that but for rounding the two sides weigh the same.
    start = ((of["reader"][1] + of["company"][1]) / 2 - of[_NONE][1], of[SAME][1] - of[_NONE][1])
    towards, either = (of["reader"][0] - of["company"][0]) / 2, (of["reader"][0] + of["company"][0]) / 2 - of[_NONE][0]
    same = of[SAME][0] - of[_NONE][0]
    names = [str(vectors.feature_names_[at]) for at in kept]
    weighed = {name: (float(towards[at]), 0.0) if name[0] == "±" else (float(either[at]), float(same[at])) for at, name in enumerate(names)}
    # Nothing that came or went as a whole says the same as nothing; the model does not ask.
    return _packed({name: (pair[0], 0.0) if name == "=whole" else pair for name, pair in weighed.items()}, *start)


def _packed(weighed: dict[str, tuple[float, float]], sided: float, same: float) -> bytes:
    weighed = {name: pair for name, pair in weighed.items() if max(map(abs, pair)) >= LEAST}
    step = round(max(abs(weight) for pair in weighed.values() for weight in pair) / 127, 5) + 0.00001
    steps = {key(name[1:], signed=name[0] == "±"): (round(pair[0] / step), round(pair[1] / step)) for name, pair in sorted(weighed.items())}
    return as_bytes(round(sided, 3), round(same, 3), step, steps)


def main(argv: Sequence[str] | None = None) -> None:
    """Trains on everything that may be learned from and writes the file."""
    folder = destination("evaluation.train_favour", __doc__, argv, labelled=False)
    data = learned(known([*sentences(), *of_examples()], pairs()))
    count = len(favour_model_of(data).keys)  # refuses what cannot be read
    (folder / FILE).write_bytes(data)
    print(f"{folder / FILE}: {count} traits.")


if __name__ == "__main__":
    main()
