"""Extractors and screens: what they give becomes the text or a refusal; what goes wrong is told by their names; all of it in the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from monitor.core.extract import read_snapshot
from monitor.errors import ReadingStopped
from monitor.model import ExtractionResult
from monitor.plugins.reading import FAULT, REFUSED, read_plugged
from monitor.plugins.registry import PluginRegistry, registry
from monitor.workers.analysis import InProcess, InWorker, shared_worker
from monitor.workers.limits import JobLimits
from tests.cli.conftest import policy_page
from tests.plugins.conftest import Installer
from tests.sampling import sampled

Parts = Callable[[], PluginRegistry]
MODULE = """
import os, time
def upper(body, media_type, url):
    return None if b"<html" in body else "# Read\\n\\n" + body.decode().upper()
def says(body, media_type, url): return f"# {media_type}\\n\\n{url}\\n"
def odd(body, media_type, url): return 7
def fails(body, media_type, url): raise ValueError("secret")
def ends(body, media_type, url): os._exit(3)
def exits(body, media_type, url): raise SystemExit
def runs(body, media_type, url):
    while True: pass
def hoards(body, media_type, url): return "x" * (1 << 30)
def process(body, media_type, url): return f"# Process {os.getpid()}\\n\\nWe keep your data.\\n"
def halves(body, media_type, url): return "We keep your data \\ud800 safe.\\n"
def screen(text, language): return f"it is\\n in {language}" if "refuse" in text else None
def silent(text, language): return ""
def broken(text, language): raise RuntimeError
def number(text, language): return 1
"""
NAMES = ("upper", "says", "odd", "fails", "ends", "exits", "runs", "hoards", "process", "halves")
SCREENS = ("screen", "silent", "broken", "number")


@pytest.fixture
def installed(install: Installer) -> PluginRegistry:
    named = {f"extractors.{name}": f"acme_reading:{name}" for name in NAMES}
    named |= {f"screens.{name}": f"acme_reading:{name}" for name in SCREENS}
    install("acme-plugin", named, modules={"acme_reading": MODULE})
    return registry()


def read(
    parts: PluginRegistry, body: bytes, *, extractor: str | None = None, screens: tuple[str, ...] = (), **more: Any
) -> ExtractionResult:
    return read_plugged(parts, body, extractor=extractor, screens=screens, **{"media_type": "text/plain", **more})


def test_an_extractor_gives_the_text(installed: PluginRegistry) -> None:
    document = read(installed, b"we keep logs.", extractor="upper").document
    assert document is not None
    assert document.text == "# Read\n\nWE KEEP LOGS."
    assert document.title == "Read"


def test_an_extractor_knows_type_and_address(installed: PluginRegistry) -> None:
    document = read(installed, b"x", extractor="says", media_type="a/b", url="https://acme.example/").document
    assert document is not None
    assert document.text == "# a/b\n\nhttps://acme.example/"


def test_what_an_extractor_leaves_alone_is_read_as_ever(installed: PluginRegistry) -> None:
    given: dict[str, Any] = {"media_type": "text/html", "headers": {}, "url": "https://larkspur.example/", "select": ["main"]}
    assert read(installed, policy_page(), extractor="upper", **given) == read_snapshot(policy_page(), **given)


@pytest.mark.parametrize(
    ("extractor", "says"),
    sampled(
        [
            ("odd", "The extractor 'odd' of acme-plugin 1.0 gave int instead of text; tell the makers of acme-plugin."),
            ("fails", "The extractor 'fails' of acme-plugin 1.0 failed: ValueError at acme_reading.py:7; tell the makers of acme-plugin."),
            ("exits", "The extractor 'exits' of acme-plugin 1.0 failed: SystemExit at acme_reading.py:9; tell the makers of acme-plugin."),
            ("gone", "No installed plug-in has the extractor 'gone'; `policy-monitor plugins` lists what is installed."),
        ],
        2,
        rows=True,
    ),
)
def test_an_extractor_that_fails_is_named(installed: PluginRegistry, extractor: str, says: str) -> None:
    result = read(installed, b"text", extractor=extractor)
    assert result.document is None
    assert result.error == (FAULT, says)
    assert result.facts.body_bytes == 4


def test_half_a_character_is_replaced(installed: PluginRegistry) -> None:
    document = read(installed, b"x", extractor="halves").document
    assert document is not None
    assert "safe" in document.text
    document.text.encode()


def test_a_screen_refuses_with_a_sentence(installed: PluginRegistry) -> None:
    text = b"# Privacy\n\nWe refuse to sell your personal data to anybody, and we keep it for as long as the law says.\n"
    assert read(installed, text, screens=("screen",)).error == (REFUSED, "The screen 'screen' says: it is in en")
    assert read(installed, text.replace(b"refuse", b"decline"), screens=("screen",)).document is not None


def test_an_empty_sentence_refuses_too(installed: PluginRegistry) -> None:
    assert read(installed, b"# A\n\nWe keep logs.\n", screens=("silent",)).error == (
        REFUSED, "The screen 'silent' says: this is not the document",
    )  # fmt: skip


def test_a_page_that_could_not_be_screened_is_not_taken_for_screened(installed: PluginRegistry) -> None:
    for screen, why in (("broken", "failed: RuntimeError at"), ("number", "gave int instead of a sentence"), ("none", "no installed")):
        error = read(installed, b"# A\n\nWe keep logs.\n", screens=(screen,)).error
        assert error is not None
        assert error[0] == FAULT
        assert why in error[1].replace("No installed", "no installed")


def test_a_page_without_text_is_not_screened(installed: PluginRegistry) -> None:
    assert read(installed, b"", screens=("broken",)) == read_snapshot(b"", media_type="text/plain")


def test_extractors_run_in_the_worker(installed: PluginRegistry) -> None:
    analysis = InWorker(JobLimits(cpu=20, seconds=60, memory=256))
    document = analysis.read(b"x", media_type="text/plain", extractor="process").document
    assert document is not None
    assert document.title == f"Process {shared_worker().pid}"
    assert InProcess().read(b"text", media_type=None, extractor="upper") == analysis.read(b"text", media_type=None, extractor="upper")
    assert analysis.read(b"text", media_type=None, screens=["broken"]) == InProcess().read(b"text", media_type=None, screens=["broken"])


@pytest.mark.parametrize(
    ("extractor", "reason"), sampled([("ends", "reader-crash"), ("runs", "reader-cpu"), ("hoards", "reader-memory")], 2, rows=True)
)
def test_what_ends_the_worker_ends_nothing_else(installed: PluginRegistry, extractor: str, reason: str) -> None:
    analysis = InWorker(JobLimits(cpu=1, seconds=60, memory=256))
    with pytest.raises(ReadingStopped) as stopped:
        analysis.read(b"x", media_type="text/plain", extractor=extractor)
    assert stopped.value.reason == reason
    assert f"with plug-ins ({extractor})" in str(stopped.value)
    assert analysis.read(b"We keep logs.", media_type="text/plain").document is not None
