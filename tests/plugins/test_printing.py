"""What a plug-in prints is never part of a result: it goes to standard error, whatever way it takes and however long it runs."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from monitor.plugins.calls import bounded, guarded
from monitor.plugins.printing import printed_aside
from monitor.plugins.registry import PluginFault, PluginPart

from .conftest import write_package

PART = PluginPart("channels", "log", "a:b", "acme-plugin", "1.0")


def chatter() -> None:
    print("by print")
    sys.stdout.write("by write\n")
    sys.stdout.writelines(["by lines\n"])
    sys.stdout.flush()
    print("by name", file=sys.stdout)


def test_it_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    print("ours before")
    guarded(PART, chatter)
    bounded(PART, chatter, seconds=60)
    print("ours after")
    told = capsys.readouterr()
    assert told.out == "ours before\nours after\n"
    assert [told.err.count(way) for way in ("by print", "by write", "by lines", "by name")] == [2] * 4


def test_bytes_as_well(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    guarded(PART, lambda: sys.stdout.buffer.write(b"raw\n"))
    print("ours", flush=True)
    sys.stderr.flush()
    told = capfdbinary.readouterr()
    assert (told.out, told.err) == (b"ours\n", b"raw\n")


def test_a_failure_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        print("last words")
        raise ValueError

    with pytest.raises(PluginFault):
        guarded(PART, fails)
    print("ours")
    assert capsys.readouterr().out == "ours\n"


def test_one_that_was_given_up_takes_nothing_along(capsys: pytest.CaptureFixture[str]) -> None:
    go, done = threading.Event(), threading.Event()

    def late() -> None:
        go.wait(30)
        print("late")
        done.set()

    with pytest.raises(PluginFault, match="did not answer"):
        bounded(PART, late, seconds=0.05)
    print("ours")
    go.set()
    assert done.wait(30)
    told = capsys.readouterr()
    assert (told.out, told.err) == ("ours\n", "late\n")


def test_a_thread_beside_it_prints_as_ever(capsys: pytest.CaptureFixture[str]) -> None:
    def call() -> None:
        beside = threading.Thread(target=print, args=("ours",))
        beside.start()
        beside.join()
        print("theirs")

    threading.Thread(target=print, args=("ours",)).start()
    guarded(PART, call)
    assert capsys.readouterr().err == "theirs\n"


def test_within_another_call_it_stays_aside(capsys: pytest.CaptureFixture[str]) -> None:
    def outer() -> None:
        guarded(PART, lambda: print("inner"))
        print("outer")

    guarded(PART, outer)
    assert capsys.readouterr().out == ""


def test_without_streams_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with printed_aside():
        print("x")
    assert sys.stdout is None


def test_the_stream_is_still_one(capsys: pytest.CaptureFixture[str]) -> None:
    with printed_aside():
        pass
    assert sys.stdout.encoding.lower() == "utf-8"
    assert sys.stdout.isatty() is False
    assert sys.stdout.writable()


NOISY = """
print("imported")
import sys

class Source:
    def __init__(self, place):
        print("opened", place)
    def fetch(self, url, etag=None, last_modified=None):
        print("fetching", url)
        sys.stdout.buffer.write(b"bytes\\n")
        raise ValueError("nothing there")
"""


def test_json_stays_one_document_with_a_source_that_prints(tmp_path: Path) -> None:
    """As in a terminal: a process of its own, and a plug-in that prints when it is imported, opened and called."""
    site = tmp_path / "site"
    site.mkdir()
    write_package(site, "noisy-plugin", {"sources.noisy": "acme_noisy:Source"}, modules={"acme_noisy": NOISY})
    config = {"policies": [{"id": "a", "name": "A", "url": "https://a.example/privacy", "source": "noisy:desk"}]}
    (tmp_path / "config.yaml").write_text(json.dumps(config))
    path = [str(site), str(Path(__file__).parents[2])]
    code = f"import sys; sys.path[:0] = {path!r}; from monitor.cli import main; sys.exit(main(sys.argv[1:]))"
    for command in (["run"], ["check", "--fetch"], ["plugins"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *command, "--format", "json"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert isinstance(json.loads(done.stdout), dict), command
        assert ("imported" in done.stderr) is (command != ["plugins"]), "which imports elsewhere"
        assert "Traceback" not in done.stderr
