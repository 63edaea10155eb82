"""The topics under which statements are shown."""

from __future__ import annotations

import subprocess
import sys

from monitor.core.meaning.topic_names import ACTS, DENIABLE, OTHER, TOLD, TOPICS


def test_they_are_topics_of_the_vocabulary_each_once() -> None:
    assert set(TOLD) < set(TOPICS)
    assert OTHER not in TOLD
    assert len(TOLD) == len(set(TOLD))


def test_what_can_be_denied_is_shown_and_says_by_which_acts() -> None:
    assert set(TOLD) >= DENIABLE == set(ACTS)
    assert all(ACTS.values())


def test_naming_them_loads_no_engine() -> None:
    code = "import sys, monitor.core.meaning.topic_names; print(*(n for n in sys.modules if n.startswith('monitor.core.meaning.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["monitor.core.meaning.topic_names"]
