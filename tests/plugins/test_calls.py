"""Whatever a plug-in does when it is called, the caller goes on: with its result, or with one sentence."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest

from monitor.plugins.calls import bounded, guarded
from monitor.plugins.registry import PluginFault, PluginPart

PART = PluginPart("channels", "log", "a:b", "acme-plugin", "1.0")


def raising(error: BaseException) -> Any:
    def call() -> None:
        raise error

    return call


def test_a_result_is_a_result() -> None:
    assert guarded(PART, lambda: 7) == bounded(PART, lambda: 7, seconds=60) == 7
    assert bounded(PART, lambda: None, seconds=60) is None


@pytest.mark.parametrize("error", [ValueError("secret"), SystemExit(0), GeneratorExit(), MemoryError(), RecursionError()])
def test_any_error_becomes_one_sentence_without_its_text(error: BaseException) -> None:
    for call in (lambda: guarded(PART, raising(error)), lambda: bounded(PART, raising(error), seconds=60)):
        with pytest.raises(PluginFault) as fault:
            call()
        assert str(fault.value).startswith(f"the channel 'log' of acme-plugin 1.0 failed: {type(error).__name__} at test_calls.py:")
        assert "secret" not in str(fault.value)


def test_what_the_contract_provides_for_is_passed_on() -> None:
    with pytest.raises(KeyError):
        guarded(PART, raising(KeyError("x")), passed=(LookupError,))
    with pytest.raises(KeyError):
        bounded(PART, raising(KeyError("x")), seconds=60, passed=(LookupError,))


def test_ctrl_c_is_passed_on() -> None:
    with pytest.raises(KeyboardInterrupt):
        guarded(PART, raising(KeyboardInterrupt()))


def test_a_call_that_hangs_is_given_up() -> None:
    never = threading.Event()
    with pytest.raises(PluginFault) as fault:
        bounded(PART, lambda: never.wait(60), seconds=0.05)
    assert str(fault.value) == "the channel 'log' of acme-plugin 1.0 did not answer within 0.05 s"
    never.set()


def test_recursion_without_end_is_a_fault() -> None:
    def call() -> Any:
        return call()

    limit = sys.getrecursionlimit()
    with pytest.raises(PluginFault, match="RecursionError"):
        guarded(PART, call)
    assert sys.getrecursionlimit() == limit
