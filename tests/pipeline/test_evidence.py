"""Pictures and archives of new versions in the cycle: a real browser on loopback, and cameras that fail in every way."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from monitor.errors import SourceError, StoreError, StoreLocked, Unreachable
from monitor.export.signing_key import SigningKey, signer_of
from monitor.model import EvidenceForm, PageExchange, Policy, SnapshotRecord, TakenPage
from monitor.pipeline import kept_evidence
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.evidence import MAX_ATTEMPTS, OLDEST, EvidenceMaker
from monitor.pipeline.kept_evidence import evidence_of
from monitor.pipeline.verification import verify
from monitor.store.lock import store_lock
from tests.cli.conftest import BROKEN, Page, User, policy_page
from tests.export.test_wacz import validated

from .pipeline_world import BAD, GOOD, POLICY, URL, World, open_world, run

BOTH = frozenset(EvidenceForm)
PNG = b"\x89PNG picture"


class Still:
    """A camera without a browser; may fail."""

    def __init__(self, world: World) -> None:
        self.world, self.error = world, None
        self.opened: list[tuple[str, bytes, bool]] = []
        self.error: Exception | None

    def take(self, url: str, record: SnapshotRecord, body: bytes, *, picture: bool) -> TakenPage:
        self.opened.append((url, body, picture))
        if self.error is not None:
            raise self.error
        style = PageExchange("https://larkspur.example/s.css", self.world.at, 200, {"content-type": "text/css"}, b"p{}", ())
        return TakenPage(self.world.at, "Chromium 131", PNG + body[:9] if picture else None, 0, (style,), 2)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def camera(world: World) -> Still:
    return Still(world)


def watching(context: MonitorContext, camera: Still, forms: frozenset[EvidenceForm] = BOTH, **more: object) -> MonitorContext:
    return replace(context, evidence=EvidenceMaker({"larkspur": forms}, lambda policy: camera, **more))  # type: ignore[arg-type]


@pytest.fixture
def context(tmp_path: Path, world: World, camera: Still) -> MonitorContext:
    return watching(open_world(tmp_path, world), camera)


def forms(context: MonitorContext) -> list[str]:
    return [one.form.value for one in context.archive.evidence("larkspur")]


# --- one per version -------------------------------------------------------------------------------------------------


def test_each_new_version_has_both_and_captures_alone_have_none(context: MonitorContext, world: World, camera: Still) -> None:
    report = run(context, world, GOOD)
    assert (report.untaken, report.faults) == ([], [])
    assert camera.opened == [(URL, GOOD, True)], "the browser is given the kept bytes"
    run(context, world, GOOD + b"<!-- other bytes, same text -->")
    assert forms(context) == ["screenshot", "wacz"]
    run(context, world, BAD)
    assert forms(context) == ["screenshot", "wacz"] * 2
    kept = evidence_of(context, POLICY)
    assert {place: [one.snapshot_sha256 for one in those] for place, those in kept.items()} == {
        place: [context.index.entries("larkspur")[place].version.snapshot_sha256] * 2 for place in (0, 1)
    }


def test_the_archive_holds_the_page_that_was_fetched(context: MonitorContext, world: World) -> None:
    run(context, world, GOOD)
    web = context.archive.evidence("larkspur")[1]
    with ZipFile(io.BytesIO(context.archive.read_evidence("larkspur", web))) as opened:
        package = json.loads(opened.read("datapackage.json"))
    assert (package["mainPageUrl"], package["title"], package["wacz_version"]) == (URL, "Larkspur Privacy Policy", "1.1.1")
    assert package["software"].startswith("policy-monitor ")
    assert (web.left_out, web.signed_by) == (2, None)


def test_pages_link_to_copies_beside_them(context: MonitorContext, world: World) -> None:
    run(context, world, GOOD)
    run(context, world, BAD)
    folder = context.reports / "larkspur"
    for one in context.archive.evidence("larkspur"):
        name = one.path.rpartition("/")[2]
        assert (folder / name).read_bytes() == context.archive.read_evidence("larkspur", one)
        assert f'href="{name}"' in (folder / "index.html").read_text()
    (change,) = folder.glob("*--*.html")
    assert "Screenshot</a>" in change.read_text()
    assert "without 2 requests of the page" in change.read_text()
    found = verify(context)
    assert (found.faults, found.compared) == ([], 1)


def test_verify_tells_what_was_altered_in_the_store_and_beside_the_pages(context: MonitorContext, world: World) -> None:
    run(context, world, GOOD)
    picture, web = context.archive.evidence("larkspur")
    (context.archive.root / picture.path).write_bytes(b"another")
    copy = context.reports / "larkspur" / web.path.rpartition("/")[2]
    copy.write_bytes(copy.read_bytes()[:-1] + b"?")
    said = "\n".join(verify(context).faults)
    assert f"{context.archive.root / picture.path} was altered" in said
    assert f"{copy} was altered" in said
    run(context, world, GOOD)  # and the next version is kept all the same
    assert len(run(context, world, BAD).new_versions) == 1


def test_a_copy_that_was_altered_is_replaced_when_pages_are_rendered_anew(context: MonitorContext, world: World, tmp_path: Path) -> None:
    run(context, world, GOOD)
    picture = context.archive.evidence("larkspur")[0]
    copy = context.reports / "larkspur" / picture.path.rpartition("/")[2]
    for bad in (b"x", b"?" * picture.size):
        copy.write_bytes(bad)
        kept_evidence.copy_evidence(context, POLICY, copy.parent, anew=True)
        assert copy.read_bytes() == context.archive.read_evidence("larkspur", picture)


@pytest.mark.parametrize(("wanted", "kept"), [(EvidenceForm.SCREENSHOT, ["screenshot"]), (EvidenceForm.WACZ, ["wacz"])])
def test_one_form_alone(tmp_path: Path, world: World, camera: Still, wanted: EvidenceForm, kept: list[str]) -> None:
    context = watching(open_world(tmp_path, world), camera, frozenset({wanted}))
    run(context, world, GOOD)
    assert forms(context) == kept
    assert camera.opened[0][2] is (wanted is EvidenceForm.SCREENSHOT)


def test_policies_that_ask_for_nothing_open_no_browser(tmp_path: Path, world: World, camera: Still) -> None:
    context = replace(open_world(tmp_path, world), evidence=EvidenceMaker({"other": BOTH}, lambda policy: camera))
    run(context, world, GOOD)
    assert camera.opened == []
    assert not (context.archive.root / "larkspur/evidence").exists()


def test_a_page_that_alternates_is_taken_once_for_each_text(context: MonitorContext, world: World, camera: Still) -> None:
    for body in (GOOD, BAD, GOOD, BAD, GOOD):
        run(context, world, body)
    assert len(camera.opened) == 2


def test_what_is_older_than_some_days_is_not_taken_any_more(tmp_path: Path, world: World, camera: Still) -> None:
    plain = open_world(tmp_path, world)
    run(plain, world, GOOD)
    context = watching(plain, camera)
    run(context, world, days=OLDEST / timedelta(days=1) + 0.1)
    assert camera.opened == []


def test_a_document_of_several_pages_has_evidence_of_those_that_changed(tmp_path: Path, world: World, camera: Still) -> None:
    policy = Policy("larkspur", "Larkspur", urls=(URL, "https://larkspur.example/more"))
    context = watching(open_world(tmp_path, world, policies=(policy,)), camera)
    run(context, world, GOOD)
    assert sorted({one.url for one in context.archive.evidence("larkspur")}) == [URL[: URL.rfind("/")] + "/more", URL]
    assert len(evidence_of(context, policy)[0]) == 4
    assert "larkspur.example/more" in (context.reports / "larkspur/index.html").read_text()


# --- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [Unreachable("The browser failed"), SourceError("No browser", reason="no-browser", transient=False)])
def test_a_failing_browser_costs_the_version_nothing(context: MonitorContext, world: World, camera: Still, error: Exception) -> None:
    run(context, world, GOOD)
    camera.error, before = error, len(camera.opened)
    report = run(context, world, BAD)
    assert (len(report.new_versions), len(world.sent), report.faults, report.failed) == (1, 1, [], [])
    (said,) = report.untaken
    assert said.startswith("larkspur: no evidence of the new version: ")
    assert "next attempt after" in said
    quiet = [run(context, world, days=0.1).untaken for _ in range(6)]
    assert [len(one) for one in quiet if one] == [1], "told once more, when it is given up"
    assert "given up" in "".join(map("".join, quiet))
    assert len(camera.opened) - before == MAX_ATTEMPTS
    assert verify(context).faults == []


def test_it_is_retried_when_the_time_has_come(context: MonitorContext, world: World, camera: Still) -> None:
    camera.error = Unreachable("The browser failed")
    run(context, world, GOOD)
    camera.error = None
    assert run(context, world, days=0.001).untaken == []
    assert forms(context) == []
    run(context, world, days=0.02)
    assert forms(context) == ["screenshot", "wacz"]
    assert context.state.pending_evidence("larkspur") == {}


def test_failures_of_one_version_are_not_held_against_the_next(context: MonitorContext, world: World, camera: Still) -> None:
    camera.error = Unreachable("The browser failed")
    run(context, world, GOOD)
    camera.error = None
    run(context, world, BAD, days=0.001)
    assert forms(context) == ["screenshot", "wacz"]


def test_a_full_disk_costs_the_version_nothing(context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("can't write x: No space left on device; free some space and run again")

    with monkeypatch.context() as patched:
        patched.setattr("monitor.store.archive.write_evidence", full)
        report = run(context, world, GOOD)
    assert len(report.new_versions) == 1
    assert "No space left" in report.untaken[0]
    assert verify(context).faults == []
    run(context, world, days=0.1)
    assert forms(context) == ["screenshot", "wacz"]


def test_a_full_reports_folder_is_a_fault_of_the_reports(context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run(context, world, GOOD)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(kept_evidence, "write_atomically", full)
        report = run(context, world, BAD)
    assert (len(report.new_versions), len(forms(context))) == (1, 4)
    assert "No space left" in " ".join(fault.says for fault in report.faults)
    run(context, world)
    assert verify(context).faults == []


def test_a_key_that_can_not_be_used_is_told_before_a_browser_is_started(tmp_path: Path, world: World, camera: Still) -> None:
    context = watching(open_world(tmp_path, world), camera, key=SigningKey(tmp_path / "missing.pem"))
    report = run(context, world, GOOD)
    assert "archive.signing_key" in report.untaken[0]
    assert camera.opened == []


def test_the_lock_is_let_go_of_while_the_page_is_open(context: MonitorContext, world: World, camera: Still) -> None:
    root, others = context.archive.root, list[str]()
    inner = camera.take

    def take(url: str, record: SnapshotRecord, body: bytes, *, picture: bool) -> TakenPage:
        with store_lock(root, wait=0, owner="another"):
            others.append("wrote")
        return inner(url, record, body, picture=picture)

    camera.take = take  # type: ignore[method-assign]
    with store_lock(root, wait=0, owner="test") as aside:
        run(replace(context, aside=aside), world, GOOD)
    assert others == ["wrote"]
    assert forms(context) == ["screenshot", "wacz"]


def test_a_lock_that_is_not_given_back_ends_the_cycle(context: MonitorContext, world: World) -> None:
    @contextmanager
    def taken() -> Iterator[None]:
        yield
        raise StoreLocked("another process holds the lock", owner="another", since=None)

    with pytest.raises(StoreLocked):
        run(replace(context, aside=taken), world, GOOD)
    assert forms(context) == []


# --- with everything real --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.browser
def test_a_user_gets_a_signed_archive_and_a_picture(user: User, page: Page) -> None:
    pytest.importorskip("playwright.async_api", reason="Playwright is not installed")
    pytest.importorskip("wacz", reason="py-wacz is not installed")
    subprocess.run("openssl ecparam -genkey -name secp384r1 -noout -out key.pem", shell=True, check=True, cwd=user.home, timeout=60)
    entry = {"id": "larkspur", "url": page.url, "evidence": "both"}
    user.configure(entry, archive={"signing_key": "key.pem"})
    assert user("run").code == 0
    page.body = policy_page(sharing=BROKEN)
    assert user("run").code == 0
    (change,) = (user.home / "reports/larkspur").glob("*--*.html")
    assert "Web archive (WACZ, signed)" in change.read_text()
    archives = sorted((user.home / "snapshots/larkspur/evidence").rglob("*.wacz"))
    key = SigningKey(user.home / "key.pem")
    for number, archive in enumerate(archives):
        _, said = validated(user.home / f"{number}.wacz", archive.read_bytes())
        assert "Validation succeeded" in said, said
    assert [signer_of(one.read_bytes()) for one in archives] == [key.fingerprint] * 2
    assert user("verify").code == 0
    assert user("export", "audit", "--from", "2026-01-01", "--to", "2030-01-01", "-o", "pack.zip").code == 0
    with ZipFile(user.home / "pack.zip") as pack:
        assert sum(name.startswith("evidence/larkspur/") for name in pack.namelist()) == 4
        assert "ReplayWeb.page" in pack.read("README.txt").decode()
    archives[0].write_bytes(b"altered")
    told = user("verify")
    assert (told.code != 0, "was altered" in told.out + told.err) == (True, True)


def test_off_is_the_default_and_a_word_or_a_switch(user: User, page: Page) -> None:
    for choice in ("off", False):
        user.configure({"id": "larkspur", "url": page.url, "evidence": choice}, evidence="both")
        assert user("run").code == 0
    assert not (user.home / "snapshots/larkspur/evidence").exists()
    user.configure({"id": "larkspur", "url": page.url, "evidence": "video"})
    refused = user("check")
    assert refused.code == 2
    assert "evidence" in refused.err


@pytest.mark.browser
def test_doctor_starts_the_browser_and_reads_the_key(user: User, page: Page) -> None:
    pytest.importorskip("playwright.async_api", reason="Playwright is not installed")
    user.configure({"id": "larkspur", "url": page.url}, evidence="wacz", archive={"signing_key": "key.pem"})
    told = user("doctor").out
    assert "signing key" in told
    assert "make one: openssl" in told
    subprocess.run("openssl ecparam -genkey -name secp384r1 -noout -out key.pem", shell=True, check=True, cwd=user.home, timeout=60)
    told = user("doctor").out
    assert "key.pem signs web archives" in told
    assert "Chromium" in told
