"""Learning how far weights move."""

import numpy as np
import pytest
from scipy.optimize import check_grad
from scipy.sparse import csr_matrix

from evaluation.offsets import choice_loss, minimum

TABLE = csr_matrix(np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]))
TRUTH = np.array([[1.0, 0.0, 0.0], [0.0, 0.7, 0.3], [0.0, 0.0, 1.0]])


def test_the_slope_is_that_of_the_loss() -> None:
    loss = choice_loss(TABLE, np.full((3, 3), 0.2), TRUTH, np.array([1.0, 0.5, 2.0]))
    at = np.linspace(-1, 1, 6)
    assert check_grad(lambda x: loss(x)[0], lambda x: loss(x)[1], at) == pytest.approx(0, abs=1e-5)


def test_the_narrower_the_spread_the_nearer_to_nothing() -> None:
    loss = choice_loss(TABLE, np.zeros((3, 3)), TRUTH, np.ones(3))
    narrow, wide = (minimum(loss, np.zeros(6), spread, 50) for spread in (0.01, 1.0))
    assert 0 < np.abs(narrow).max() < np.abs(wide).max()


def test_what_is_held_already_need_not_be_learned() -> None:
    held = choice_loss(TABLE, 20 * TRUTH, (TRUTH.max(1, keepdims=True) == TRUTH).astype(float), np.ones(3))
    assert np.abs(minimum(held, np.zeros(6), 1.0, 50)).max() < 0.05
