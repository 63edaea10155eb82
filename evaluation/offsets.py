"""Learns how far weights move from what is held before anything is learned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import minimize


def minimum(loss: Callable[[Any], tuple[float, Any]], start: Any, spread: float, rounds: int) -> Any:
    """The offsets at which the loss and their own squared size, over the spread, are least together."""

    def penalized(offsets: Any) -> tuple[float, Any]:
        value, slope = loss(offsets)
        return value + 0.5 * float((offsets**2).sum()) / spread, slope + offsets / spread

    return minimize(penalized, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x


def choice_loss(table: Any, fixed: Any, truth: Any, weights: Any) -> Callable[[Any], tuple[float, Any]]:
    """How badly offsets tell one of several answers, with the slope: a multinomial logistic loss over flat offsets.

    Args:
        table: examples by traits, sparse.
        fixed: what speaks for each answer of each example before anything is learned.
        truth: how far each answer is right, a row of 1 together.
        weights: what each example counts.
    """
    transposed, shape = table.T.tocsr(), (table.shape[1], truth.shape[1])

    def loss(flat: Any) -> tuple[float, Any]:
        scores = fixed + table @ flat.reshape(shape)
        odds = np.exp(scores - scores.max(1, keepdims=True))
        likely = odds / odds.sum(1, keepdims=True)
        value = -float((weights * (truth * np.log(likely + 1e-12)).sum(1)).sum())
        return value, (transposed @ (weights[:, None] * (likely - truth))).ravel()

    return loss
