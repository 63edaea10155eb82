"""Learns which changes are material: `python -m evaluation.train [--out FOLDER]` writes severity_model.json
(by default into monitor/vocabulary).

A linear model of the named features (monitor/core/meaning/features) and of plain words, and small boosted trees of the features,
averaged. scikit-learn does the fitting and is needed here alone; the program reads the result as data.

It learns from single changes that a person read and labelled one by one, and from those of our own writing. The older labels, which list
the events of a pair and leave the other changes to be taken for immaterial, made it worse and are only learned from where the single ones
are missing: average precision 0.79 on unseen services without them, 0.77 with them at a weight of 0.3.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from evaluation.changes import change_rows, labelled_changes
from evaluation.corpus import training_pairs
from evaluation.destination import destination
from evaluation.examples import SURROUNDED_BY, example_rows
from evaluation.rows import Row, rows_of
from monitor.core.meaning.classifier import Model, model_of
from monitor.core.meaning.passage_words import is_word, severity_inputs

THRESHOLD = 0.39
"""Chosen on cross-validated figures: where the weighted F1 of material changes is highest and flat (0.75 to 0.76 from 0.37 to 0.43)."""
CRITICAL_THRESHOLD = 0.24
"""Chosen on cross-validated figures: six in ten critical verdicts are right, and lower ones find hardly more."""
SEEN_AT_LEAST = 6
"""Rows that must show a feature before anything is learned of it."""
SERVICES_AT_LEAST = 8
"""Services whose changes must show a word before anything is learned of it."""
SET_WEIGHTS = {"bench": 0.7, "example": 0.35}
"""One annotator in one pass labelled the benchmark pairs, and wrote the examples; the others are reconciled."""


def training_rows() -> list[Row]:
    """What there is to learn from: the single labelled changes, else the changes of the labelled pairs; and those of our own writing."""
    return [*(change_rows(list(labelled_changes())) or [row for pair in training_pairs() for row in rows_of(pair)]), *example_rows()]


def learnable(rows: Sequence[Row]) -> list[Row]:
    """Rows to learn from: certain ones; of a pair whose list of events is not complete only those that cover an event."""
    return [row for row in rows if row.certain and (row.covers or row.pair.complete)]


def fit(rows: Sequence[Row]) -> dict[str, Any]:
    """A model's data, from rows."""
    rows = learnable(rows)
    vectors = DictVectorizer()
    table = vectors.fit_transform([severity_inputs(row.change) for row in rows])
    keep = _often_enough(table, vectors.feature_names_, [row.pair.service for row in rows])
    names = [str(vectors.feature_names_[at]) for at in keep]
    table = table[:, keep].toarray()
    sets = np.array([row.pair.set for row in rows])
    _fill(table, names, sets)
    weights = np.array([SET_WEIGHTS.get(name, 1.0) for name in sets])
    material = np.array([bool(row.covers) for row in rows])
    critical = np.array([any(row.pair.material[n]["materiality"] == "critical" for n in row.covers) for row in rows])
    data = {"threshold": THRESHOLD, **_learned(table, names, material, weights, 0.15)}
    if not critical.any():
        return data
    named = [at for at, name in enumerate(names) if not is_word(name)]
    graver = _learned(table[:, named], [names[at] for at in named], critical, weights, 0.3)
    return {**data, "critical": {"threshold": CRITICAL_THRESHOLD, **graver}}


def _often_enough(table: Any, names: Sequence[str], services: Sequence[str]) -> list[int]:
    """Columns that enough rows show; of words those that enough services show, since what few show may be a name."""
    seen = table != 0
    rows = np.asarray(seen.sum(0)).ravel()
    _, codes = np.unique(services, return_inverse=True)
    by_service = csr_matrix((np.ones(len(codes)), (codes, np.arange(len(codes))))) @ seen
    shown_by = np.asarray((by_service != 0).sum(0)).ravel()
    return [at for at, name in enumerate(names) if rows[at] >= SEEN_AT_LEAST and (shown_by[at] >= SERVICES_AT_LEAST or not is_word(name))]


def _learned(table: Any, names: Sequence[str], truth: Any, weights: Any, freedom: float) -> dict[str, Any]:
    linear = LogisticRegression(C=freedom, solver="liblinear").fit(csr_matrix(table), truth, sample_weight=weights)
    named = [at for at, name in enumerate(names) if not is_word(name)]
    trees = HistGradientBoostingClassifier(
        max_depth=3, learning_rate=0.06, max_iter=120, l2_regularization=3, min_samples_leaf=10, max_features=0.3, random_state=0
    ).fit(table[:, named], truth, sample_weight=weights)
    return {
        "intercept": round(float(linear.intercept_[0]), 4),
        "weights": {n: round(float(w), 3) for n, w in zip(names, linear.coef_[0], strict=True) if abs(w) >= 0.01},
        "baseline": round(float(trees._baseline_prediction.ravel()[0]), 4),
        "trees": [_tree(stage[0].nodes, [names[at] for at in named]) for stage in trees._predictors],
    }


def _fill(table: Any, names: Sequence[str], sets: Any) -> None:
    """Gives made-up changes the mean surroundings of those drawn at random, so that nothing is learned of what nobody wrote."""
    around = np.array([name.startswith(SURROUNDED_BY) for name in names])
    made_up, drawn = sets == "example", ~np.isin(sets, list(SET_WEIGHTS))
    if made_up.any() and drawn.any():
        table[np.ix_(made_up, around)] = table[drawn][:, around].mean(0)


def _tree(nodes: Any, names: Sequence[str]) -> list[list[Any]]:
    return [
        [round(float(n["value"]), 4)]
        if n["is_leaf"]
        else [names[int(n["feature_idx"])], round(float(n["num_threshold"]), 5), int(n["left"]), int(n["right"])]
        for n in nodes
    ]


def model(rows: Sequence[Row]) -> Model:
    """A model that can judge, from rows."""
    return model_of(fit(rows))


def as_json(data: dict[str, Any]) -> str:
    """The data file's text: one weight, one tree a line."""
    critical = f',\n "critical":\n{as_json(data["critical"]).strip()}' if "critical" in data else ""
    heads = ",\n".join(f" {json.dumps(key)}: {json.dumps(data[key])}" for key in ("threshold", "intercept", "baseline"))
    weights = ",\n".join(f"  {json.dumps(name)}: {weight}" for name, weight in sorted(data["weights"].items()))
    trees = ",\n".join(f"  {json.dumps(tree)}" for tree in data["trees"])
    return f'{{\n{heads},\n "weights": {{\n{weights}\n }},\n "trees": [\n{trees}\n ]{critical}\n}}\n'


def main() -> None:
    """Trains on every labelled pair and writes severity_model.json into the vocabulary, or into the folder of `--out`."""
    path = destination("evaluation.train", __doc__) / "severity_model.json"
    rows = training_rows()
    data = fit(rows)
    model_of(data)  # refuses a name that no feature declares
    path.write_text(as_json(data))
    print(f"{path}: from {len(learnable(rows))} rows of {len({row.pair.name for row in rows})} pairs.")


if __name__ == "__main__":
    main()
