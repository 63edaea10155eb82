"""The ZIP: whole, verifiable, and the same bytes for the same report."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from monitor.export.audit.pack import SUMS, pack_name, write_pack
from monitor.export.audit.report import AuditedPolicy, AuditReport, LedgerPart
from monitor.export.audit.wording import readme
from monitor.model import Direction, EvidenceForm, KeptEvidence, Opinion, OpinionQuote, SecondReading, Severity

from . import sample


def write(report: AuditReport, out: Path) -> ZipFile:
    count = write_pack(report, out, ("audit.pdf", b"%PDF"), "Read me.\n", lambda version: "In words.\n")
    file = ZipFile(out)
    assert len(file.namelist()) == count
    return file


def test_every_file_has_its_digest(tmp_path: Path) -> None:
    file = write(sample.report(), tmp_path / "a.zip")
    assert file.testzip() is None
    held = {name: sha256(file.read(name)).hexdigest() for name in file.namelist()}
    manifest = json.loads(file.read("manifest.json"))
    listed = {one["path"]: one["sha256"] for one in manifest["files"]}
    assert {name: held[name] for name in listed} == listed
    assert held.keys() - listed.keys() == {"manifest.json", SUMS}
    sums = dict(line.split("  ")[::-1] for line in file.read(SUMS).decode().splitlines())
    assert sums == {name: digest for name, digest in held.items() if name != SUMS}
    file.extractall(tmp_path / "unpacked")
    subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=tmp_path / "unpacked", check=True)


def test_what_the_manifest_says(tmp_path: Path) -> None:
    manifest = json.loads(write(sample.report(), tmp_path / "a.zip").read("manifest.json"))
    assert manifest["schema"] == "policy-monitor/audit/1"
    assert (manifest["from"], manifest["to"]) == ("2026-11-02T00:00:00Z", "2026-11-22T23:59:59Z")
    assert (manifest["policies"], manifest["not_included"]) == (["birch", "cedar", "larch"], ["oak"])
    assert (manifest["root_before"], manifest["root_at_end"], manifest["root_now"]) == ("a" * 64, "c" * 64, "d" * 64)
    assert manifest["ledgers"] == [
        {"name": "birch", "path": "ledgers/policies/birch.jsonl", "first": 4, "last": 4},
        {"name": ".record", "path": "ledgers/record.jsonl", "first": 1, "last": 1},
    ]


def test_texts_have_the_digests_of_their_versions(tmp_path: Path) -> None:
    file = write(sample.report(), tmp_path / "a.zip")
    texts = [name for name in file.namelist() if name.startswith("texts/birch/")]
    assert [sha256(file.read(name)).hexdigest() for name in texts] == [
        sample.BEFORE.version.sha256,
        sample.changed().version.sha256,
    ]
    (log, words) = (name for name in file.namelist() if name.startswith("changelogs/"))
    assert json.loads(file.read(log))["schema"] == "policy-monitor/diff/1"
    assert (words[-4:], file.read(words)) == (".txt", b"In words.\n")


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    write(sample.report(), tmp_path / "a.zip")
    write(sample.report(), tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    early = sample.report(roots=(), root_before=None, start=sample.START.replace(year=1975))
    assert ZipFile(tmp_path / "a.zip").infolist()[0].date_time == (2026, 11, 11, 0, 0, 0)
    assert write(early, tmp_path / "c.zip").infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_odd_texts_and_names_are_no_obstacle(tmp_path: Path) -> None:
    odd = sample.changed(sample.change("\ud800 lone", "=x"))
    twice = replace(sample.birch(odd), versions=sample.birch(odd).versions * 2)
    parts = (LedgerPart("record", 1, (b"{}",)), LedgerPart(".record", 1, (b"{}",)))
    names = write(sample.report(twice, ledgers=parts), tmp_path / "a.zip").namelist()
    assert len(names) == len(set(names))
    assert {"ledgers/policies/record.jsonl", "ledgers/record.jsonl"} <= set(names)


def test_a_pack_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fails(version: object) -> str:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_pack(sample.report(), tmp_path / "a.zip", ("audit.pdf", b""), "", fails)
    assert list(tmp_path.iterdir()) == []


def test_the_name_says_what_it_is_of() -> None:
    assert pack_name(sample.report()) == "audit-2026-11-02-to-2026-11-22"
    assert pack_name(sample.report(tags=("EU", "a/b"))) == "audit-2026-11-02-to-2026-11-22-EU-a-b"
    assert pack_name(sample.report(sample.cedar(), named=True)) == "audit-2026-11-02-to-2026-11-22-cedar"


def test_a_pack_replaces_an_older_one_of_the_same_name(tmp_path: Path) -> None:
    out = tmp_path / "a.zip"
    out.write_bytes(b"older")
    write(sample.report(), out)
    before = out.read_bytes()
    write(sample.report(sample.cedar()), out)
    assert out.read_bytes() != before
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_first_version_has_a_text_and_no_changelog(tmp_path: Path) -> None:
    first = sample.policy("birch", [], sample.birch(sample.entry(1, "The first.\n"), reviewed=False).versions, in_force_before=None)
    names = write(sample.report(first), tmp_path / "a.zip").namelist()
    assert sum(name.startswith("texts/") for name in names) == 1
    assert not any(name.startswith("changelogs/") for name in names)


def test_evidence_lies_in_it_and_is_named_by_the_table(tmp_path: Path) -> None:
    report = sample.report()
    kept = [
        KeptEvidence(
            "https://x.example/", "0" * 64, sample.START, form, sample.START, "a" * 64, 3, f"x/evidence/2026/1-{form.value}", "C 1"
        )
        for form in EvidenceForm
    ]
    one = next(policy for policy in report.policies if policy.versions)
    place = report.policies.index(one)
    versions = [replace(one.versions[0], evidence=kept), *one.versions[1:]]
    report = replace(report, policies=[*report.policies[:place], replace(one, versions=versions), *report.policies[place + 1 :]])
    lost = kept[1]

    def read(policy: AuditedPolicy, evidence: KeptEvidence) -> bytes | None:
        assert policy.policy.id == one.policy.id
        return None if evidence is lost else b"PNG"

    out = tmp_path / "a.zip"
    write_pack(report, out, ("audit.pdf", b""), readme(report, "audit.pdf"), lambda version: "", read)
    file = ZipFile(out)
    name = f"evidence/{one.policy.id}/1-screenshot"
    assert file.read(name) == b"PNG"
    assert [n for n in file.namelist() if n.startswith("evidence/")] == [name]
    rows = json.loads(file.read("tables/versions.json"))["rows"]
    assert rows[0]["evidence"] == [name, f"evidence/{one.policy.id}/1-wacz"]
    assert "ReplayWeb.page" in file.read("README.txt").decode()


def test_a_second_reader_stands_beside_the_verdict(tmp_path: Path) -> None:
    report = sample.report()
    opinion = Opinion("=They may sell it.", Severity.MINOR, Direction.NEUTRAL, ("other",), (OpinionQuote("We may sell", after=True),))
    reading = SecondReading("tiny:1b", sample.START, "1", opinion)
    policies = [replace(one, versions=[replace(version, second=reading) for version in one.versions]) for one in report.policies]
    file = write(replace(report, policies=policies), tmp_path / "a.zip")
    rows = json.loads(file.read("tables/versions.json"))["rows"]
    told = [row["second_reader"] for row in rows]
    assert all(line.startswith("Second reader (tiny:1b, 2 November 2026): minor, ") for line in told)
    assert all("; this program: " in line and "=They may sell it." in line for line in told)
    changelogs = [json.loads(file.read(name)) for name in file.namelist() if name.startswith("changelogs/") and name.endswith(".json")]
    assert changelogs
    assert all((one["second_reader"]["model"], one["second_reader"]["opinion"]["severity"]) == ("tiny:1b", "minor") for one in changelogs)
    plain = write(report, tmp_path / "b.zip")
    names = [name for name in plain.namelist() if name.startswith("changelogs/") and name.endswith(".json")]
    assert not any("second_reader" in json.loads(plain.read(name)) for name in names)
