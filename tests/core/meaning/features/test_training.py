"""Training of models on readers' data: admitted where nothing was said of it, or no longer said."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.training import trains_on_readers
from tests.core.meaning.features.changes import names

ADMITTED = (
    "We may use your chats to train our AI models.",
    "Fernweh uses your content to develop and improve machine-learning technologies.",
    "Personal information, for the improvement of AI features, with your consent.",
    "You agree that Odalys may use prompts and output for training of algorithms and models.",
    "We use conversations, files included, to fine-tune the language models that power our products.",
    "Our models are trained on your photos.",
    "Algorithms may be improved with your messages.",
)
SILENT = (
    "We do not use your content to train AI models.",
    "We will never use your chats for training of models.",
    "You may not use our data to train a model.",
    "You must not develop artificial intelligence with content of this site.",
    "Content may not be used to train artificial intelligence.",
    "You can use your data to train your own models.",
    "We use machine learning to find fraud in your data.",
    "Employees that handle your data are trained in how our models work.",
    "We improve our services with your data.",
    "Training courses on AI models are charged to your account.",
    "Our models are never trained on your photos.",
)


@pytest.mark.parametrize("sentence", ADMITTED)
def test_training_on_readers_data_is_admitted(sentence: str) -> None:
    assert trains_on_readers(sentence.lower())
    assert names("training", "", sentence) == {"training:admitted"}
    assert names("training", sentence, "") == {"training:dropped"}


@pytest.mark.parametrize("sentence", SILENT)
def test_a_promise_a_ban_or_another_use_admits_nothing(sentence: str) -> None:
    assert not trains_on_readers(sentence.lower())
    assert not names("training", "", sentence)


def test_what_the_text_said_already_is_not_admitted_anew() -> None:
    known = "We use your content to train our AI models."
    assert names("training", "", "We may use your chats to train our AI models.", rest_old=known, rest_new=known) == set()
