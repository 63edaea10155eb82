"""`pack` on whole stores: histories, pages, tampering, kills and copies afterwards."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.pipeline.context import MonitorContext
from monitor.pipeline.packing import index_size, pack
from monitor.pipeline.rebuild import rebuild
from monitor.pipeline.refresh import refresh
from monitor.pipeline.verification import verify
from monitor.store.readme import README
from tests.cli.conftest import BROKEN, policy_page
from tests.pipeline.forger import Forger
from tests.pipeline.pipeline_world import POLICY, World, open_world, run
from tests.sampling import sampled

SORREL = replace(POLICY, id="sorrel", name="Sorrel", urls=("https://sorrel.example/privacy",))
BODIES = (policy_page(), policy_page(sharing=BROKEN), policy_page(sharing=BROKEN, retention="We keep it for 30 years."))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World, MonitorContext]:
    """Two policies with three versions each, packed."""
    home, world = tmp_path_factory.mktemp("original"), World()
    context = open_world(home, world, policies=(POLICY, SORREL))
    for body in BODIES:
        run(context, world, body)
    (context.archive.root / "README.md").write_text("Written by an earlier version.")
    assert pack(context).lost == ()
    context.index.close()
    context.state.close()
    return home, world, context


@pytest.fixture
def forger(original: tuple[Path, World, MonitorContext], tmp_path: Path) -> Forger:
    home, world, context = original
    shutil.copytree(home, tmp_path / "home")
    return Forger(tmp_path / "home", world, context)


def packed(forger: Forger, policy: str = "larkspur") -> list[Path]:
    return sorted((forger.store / policy / "raw").rglob("*.zst"))


def test_everything_verifies_and_tells_the_same(forger: Forger) -> None:
    context = forger.context()
    assert len(packed(forger)) == 3
    found = verify(context)
    assert (found.faults, found.compared) == ([], 2)
    assert [context.archive.read(r) for r in context.archive.records("larkspur")] == list(BODIES)
    assert (forger.store / "README.md").read_text(encoding="utf-8") == README
    assert index_size(context) > 0


def test_it_goes_on_being_watched(forger: Forger) -> None:
    context = forger.context()
    before = context.index.versions("larkspur")
    run(context, forger._world, policy_page(sharing="We sell everything that you tell us to everyone who pays for it."))
    assert context.index.versions("larkspur")[:3] == before
    assert len(context.index.versions("larkspur")) == 4
    assert verify(context).faults == []
    assert pack(context, ["larkspur"]).objects == 2
    assert verify(context).faults == []


def test_it_is_derived_again(forger: Forger) -> None:
    context = forger.context()
    before = list(context.index.entries("larkspur"))
    refresh(context, context.policies, rederive=True, rerender=True)
    assert list(context.index.entries("larkspur")) == before
    assert rebuild(context) == []
    assert list(context.index.entries("larkspur")) == before
    assert verify(context).faults == []
    assert pack(context).lost == ()
    assert verify(context).faults == []


Attack = Callable[[Forger], object]


def flip(path: Path, place: int = -10) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def swap(forger: Forger) -> None:
    one, other = packed(forger)[:2]
    held = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(held)


def plant(forger: Forger) -> None:
    one = packed(forger)[0]
    shutil.copy(one, one.with_name("20300101000000-0a1b2c3d.html.zst"))


def link(forger: Forger) -> None:
    one = packed(forger)[0]
    one.rename(forger.store.parent / "elsewhere")
    one.symlink_to(forger.store.parent / "elsewhere")


ATTACKS: dict[str, Attack] = {
    "a bit of a key frame": lambda f: flip(packed(f)[0]),
    "the end of a frame": lambda f: packed(f)[1].write_bytes(packed(f)[1].read_bytes()[:-3]),
    "a missing link": lambda f: packed(f)[0].unlink(),
    "two files that changed places": swap,
    "bytes of another policy": lambda f: shutil.copy(packed(f, "sorrel")[1], packed(f)[0]),
    "a planted file": plant,
    "a link": link,
    "a text in a group": lambda f: flip(next((f.store / "larkspur/text").glob("*.tar.zst"))),
    "a group that is gone": lambda f: next((f.store / "larkspur/text").glob("*.tar.zst")).unlink(),
    "a planted group": lambda f: (f.store / "larkspur/text/20300101000000.tar.zst").write_bytes(b""),
    "a changelog in the index": lambda f: f.sql("index", "update history set changelog = null where position = 1"),
    "changelogs that changed places": lambda f: f.sql(
        "index", "update history set changelog = (select changelog from history w where w.position = 2) where position = 1"
    ),
    "an extraction": lambda f: f.sql("index", "update readings set reading = (select reading from readings order by 1 limit 1)"),
    "a text in the index": lambda f: f.sql("index", "update texts set text = (select text from texts order by 1 limit 1)"),
}


@pytest.mark.parametrize("attack", sampled(ATTACKS, 3))
def test_whatever_is_altered_is_found(forger: Forger, attack: str) -> None:
    ATTACKS[attack](forger)
    assert verify(forger.context()).faults


def test_a_damaged_key_frame_names_all_that_it_takes_with_it(forger: Forger) -> None:
    flip(packed(forger)[0])
    faults = " ".join(verify(forger.context(), derive=False).faults)
    assert all(path.name in faults for path in packed(forger))


def test_a_damaged_ledger_keeps_no_other_policy_from_being_packed(forger: Forger) -> None:
    context = forger.context()
    refresh(context, context.policies, rederive=True)
    (forger.store / "larkspur/ledger.jsonl").write_text("no line\n")
    done = pack(forger.context())
    assert len(done.lost) == 1
    assert "larkspur" in done.lost[0]
    assert not list((forger.store / "sorrel/text").glob("*.md"))


@pytest.mark.skipif(shutil.which("zstd") is None, reason="the zstd command is not installed")
def test_the_commands_of_the_readme_read_packed_pages(forger: Forger) -> None:
    blocks = [part for part in README.split("\n\n") if part.startswith("    page() (")]
    script = "\n".join(line[4:] for line in blocks[0].splitlines() if not line.startswith("    page 2010"))
    raw = forger.store / "larkspur/raw"
    for path, body in zip(packed(forger), BODIES, strict=True):
        command = f"{script}\npage {path.relative_to(raw).as_posix()}"
        found = subprocess.run(["sh", "-c", command], cwd=raw, capture_output=True, check=True)
        assert (found.stdout, found.stderr) == (body, b"")
