"""The one job of the process that tries plug-ins."""

from __future__ import annotations

from monitor.workers.plugin_jobs import JOBS, probe, warm_up


def test_a_part_that_loads_says_nothing() -> None:
    warm_up()
    assert JOBS["probe"]({"kind": "channels", "name": "webhook"}, b"") == b""


def test_a_part_that_does_not_load_says_why() -> None:
    assert probe({"kind": "channels", "name": "nowhere"}, b"").startswith(b"no installed plug-in has the channel 'nowhere'")
