"""All faults of a configuration at once."""

from __future__ import annotations

from pathlib import Path

from monitor.config.faults import faults_of

FAULTY = """\
schedule: "nope"
snapshots: data
reports: data
alerts:
  threshold: grave
  email: {to: ["${NO_SUCH}"], from: x@example.org, url: "smtp://localhost"}
policies:
  - id: a
    name: A
    ulr: https://a.example/
  - id: b
    name: B
    url: https://b.example/
    select: #main
  - id: b
    name: B2
    url: https://c.example/
    alerts: {to: me@example.org}
  - id: a
    name: C
    url: "${UNSET_URL}"
  - just text
"""


def shown(folder: Path, text: str) -> list[str]:
    path = folder / "config.yaml"
    path.write_text(text)
    return [str(fault).removeprefix(f"{path}:").removeprefix(" ") for fault in faults_of(path, {})]


def test_every_fault_is_shown_with_its_line(tmp_path: Path) -> None:
    found = shown(tmp_path, FAULTY)
    assert [fault.split(": ")[0] for fault in found] == ["1", "2", "5", "6", "10", "14", "15", "19", "21", "22"]
    assert "`snapshots` and `reports` are both" in found[1]
    assert "did you mean `url`?" in found[4]
    assert "'b' is already used by the policy on line 11" in found[6]
    assert "'a' is already used by the policy on line 8" in found[7]
    assert "UNSET_URL is not set" in found[8]


def test_recipients_without_a_server_are_found_beside_other_faults(tmp_path: Path) -> None:
    found = shown(tmp_path, "jitter: -1\npolicies:\n  - {id: a, name: A, url: 'https://a.example/', alerts: {to: me@example.org}}\n")
    assert [fault.split(": ")[:2] for fault in found] == [["1", "jitter"], ["3", "policies[0].alerts.to"]]


def test_of_a_file_that_cannot_be_read_there_is_one_fault(tmp_path: Path) -> None:
    assert len(shown(tmp_path, "a: [")) == 1
    assert [fault.says for fault in faults_of(tmp_path, {})] == ["can't read the file (Is a directory); name a file in it"]


def test_a_valid_configuration_has_none(tmp_path: Path) -> None:
    assert shown(tmp_path, "policies: []\n") == []
