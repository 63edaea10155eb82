"""Parts are found without being imported, refused by version, kind and name, and loaded one at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import PathDistribution, distributions
from pathlib import Path

import pytest

from monitor.corpus.parquet import export_parquet
from monitor.notify.webhook import open_webhook
from monitor.plugins.registry import BUILT_IN, OWN, PluginFault, PluginPart, PluginRegistry, fault_of, found_parts, imported, registry
from tests.plugins.conftest import Installer, write_package
from tests.sampling import sampled

Parts = Callable[[], PluginRegistry]


def part(name: str = "log", *, package: str = "one", kind: str = "channels", fault: str | None = None) -> PluginPart:
    return PluginPart(kind, name, "os:getcwd", package, "1.0", fault)


def test_our_own_webhook_and_parquet_are_parts_like_any_other() -> None:
    assert {(entry.group, entry.name) for entry in BUILT_IN} == {
        ("policy_monitor.v1.channels", "webhook"),
        ("policy_monitor.v1.exporters", "parquet"),
    }
    assert registry().load("channels", "webhook") is open_webhook
    assert registry().load("exporters", "parquet") is export_parquet
    assert registry().part("channels", "webhook").package == OWN


def test_a_package_is_found_without_being_imported(install: Installer, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "acme_log", raising=False)  # of another test in this process
    install("acme-plugin", {"channels.log": "acme_log:Log"}, modules={"acme_log": "class Log: pass\n"}, version="2.5")
    found = parts().part("channels", "log")
    assert (found.package, found.version, found.target, found.fault) == ("acme-plugin", "2.5", "acme_log:Log", None)
    assert found.label == "the channel 'log' of acme-plugin 2.5"
    assert found.identity == "channels:log acme-plugin 2.5"
    assert "acme_log" not in sys.modules
    assert parts().load("channels", "log") is sys.modules["acme_log"].Log
    assert parts().load("channels", "log") is parts().load("channels", "log")
    assert "log" in parts().names("channels")


def test_a_part_of_another_contract_is_refused_in_one_sentence(install: Installer, parts: Parts) -> None:
    install("acme-plugin", {"channels.log": "acme_new:Log"}, modules={"acme_new": "raise SystemExit('never imported')\n"}, api=2)
    with pytest.raises(PluginFault) as refused:
        parts().load("channels", "log")
    assert str(refused.value) == (
        "the channel 'log' of acme-plugin 1.0 is for version 2 of the plug-in contract, and this program has version 1; "
        "install a newer policy-monitor"
    )
    assert "log" not in parts().names("channels")


def test_an_older_contract_asks_for_a_newer_package(install: Installer, parts: Parts) -> None:
    install("acme-plugin", {"channels.log": "a:b"}, modules={}, api=0)
    with pytest.raises(PluginFault, match=r"install a newer acme-plugin$"):
        parts().part("channels", "log")


@pytest.mark.parametrize(
    ("key", "says"),
    sampled(
        [
            ("rendererers.x", "is of an unknown kind; the known kinds are sources"),
            ("channels.UPPER", "has no usable name"),
            ("channels.a b", "has no usable name"),
            ("channels." + "x" * 41, "has no usable name"),
            ("exporters.csv", "policy-monitor already has that name"),
            ("exporters.audit", "policy-monitor already has that name"),
        ],
        3,
        rows=True,
    ),
)
def test_parts_that_nobody_could_use_are_refused(install: Installer, parts: Parts, key: str, says: str) -> None:
    install("acme-plugin", {key: "a:b"}, modules={})
    (refused,) = [one for one in parts().parts if one.package == "acme-plugin"]
    assert says in str(refused.fault)


def test_a_name_belongs_to_one_package() -> None:
    found = PluginRegistry([part(package="one"), part(package="two")])
    assert found.part("channels", "log").package == "one"
    assert found.parts[1].fault == "the channel 'log' of two 1.0 is not used: one already has that name; uninstall one of them"


def test_a_refused_part_keeps_no_name_from_one_that_works() -> None:
    found = PluginRegistry([part(package="one", fault="refused"), part(package="two")])
    assert found.part("channels", "log").package == "two"
    assert PluginRegistry([part(package="two"), part(package="one", fault="refused")]).part("channels", "log").package == "two"
    with pytest.raises(PluginFault, match=r"^refused$"):
        PluginRegistry([part(fault="refused")]).part("channels", "log")


def test_nobody_takes_the_names_of_our_own_parts(install: Installer, parts: Parts) -> None:
    install("aaa-plugin", {"channels.webhook": "a:b"}, modules={})
    assert parts().part("channels", "webhook").package == OWN


def test_a_missing_part_is_named_with_the_nearest_one() -> None:
    with pytest.raises(PluginFault) as missing:
        PluginRegistry([part("logbook")]).part("channels", "logbok")
    assert str(missing.value) == (
        "no installed plug-in has the channel 'logbok'; did you mean 'logbook'? `policy-monitor plugins` lists what is installed"
    )
    with pytest.raises(PluginFault, match="has the screen 'logbook'; `policy-monitor plugins`"):
        PluginRegistry([part("logbook")]).load("screens", "logbook")


@pytest.mark.parametrize(
    ("source", "says"),
    sampled(
        [
            ("import no_such_module_at_all", "ModuleNotFoundError: No module named 'no_such_module_at_all'"),
            ("other = 1", "AttributeError: module 'acme_bad' has no attribute 'Log'"),
            ("raise SystemExit(3)", "SystemExit at acme_bad.py:1"),
            ("def Log(:", "SyntaxError"),
            ("raise ValueError('token=hunter2')", "ValueError at acme_bad.py:1"),
            ("Log = 7", "acme_bad:Log can't be called"),
        ],
        3,
        rows=True,
    ),
)
def test_a_part_that_cannot_be_loaded_says_why(
    install: Installer, parts: Parts, monkeypatch: pytest.MonkeyPatch, source: str, says: str
) -> None:
    monkeypatch.delitem(sys.modules, "acme_bad", raising=False)
    install("acme-plugin", {"channels.log": "acme_bad:Log"}, modules={"acme_bad": source + "\n"})
    with pytest.raises(PluginFault) as broken:
        parts().load("channels", "log")
    assert says in str(broken.value)
    assert "hunter2" not in str(broken.value)
    assert "acme-plugin" in str(broken.value)


def test_ctrl_c_while_a_part_is_loaded_stops_the_program(install: Installer, parts: Parts) -> None:
    install("acme-plugin", {"channels.log": "acme_int:Log"}, modules={"acme_int": "raise KeyboardInterrupt\n"})
    with pytest.raises(KeyboardInterrupt):
        parts().load("channels", "log")


def test_what_a_result_depends_on_changes_with_the_version() -> None:
    one = PluginRegistry([part("log"), part("other", fault="refused")])
    assert one.identities("channels", ["log", "gone"]) == ("channels:log one 1.0", "channels:gone none")
    assert one.identities("channels", []) == ()


def test_half_an_uninstalled_package_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "half-1.0.dist-info").mkdir()
    (tmp_path / "half-1.0.dist-info/entry_points.txt").write_text("[policy_monitor.v1.channels]\nlog = a:b\n")
    (tmp_path / "torn-1.0.dist-info").mkdir()
    (tmp_path / "torn-1.0.dist-info/METADATA").write_text("Name: torn\nVersion: 1.0\n")
    (tmp_path / "torn-1.0.dist-info/entry_points.txt").write_bytes(b"\xff\xfe\x00[")
    write_package(tmp_path, "whole", {"channels.log": "a:b"}, modules={})
    found = list(found_parts(distributions(path=[str(tmp_path)])))
    assert ("whole", "log") in [(one.package, one.name) for one in found]
    assert {one.package for one in found} <= {"whole", "None"}


def test_a_package_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    for folder, version in (("first", "2.0"), ("second", "1.0")):
        (tmp_path / folder).mkdir()
        write_package(tmp_path / folder, "acme-plugin", {"channels.log": "a:b"}, modules={}, version=version)
    found = found_parts(PathDistribution(next((tmp_path / one).glob("*.dist-info"))) for one in ("first", "second"))
    assert [one.version for one in found] == ["2.0"]


def test_other_groups_are_none_of_ours(tmp_path: Path) -> None:
    write_package(tmp_path, "other", {}, modules={})
    (next(tmp_path.glob("*.dist-info")) / "entry_points.txt").write_text(
        "[console_scripts]\nx = a:b\n[policy_monitor.v1]\ny = a:b\n[policy_monitor.vX.channels]\nz = a:b\n"
    )
    assert list(found_parts(distributions(path=[str(tmp_path)]))) == []


def test_an_error_is_told_by_type_and_place() -> None:
    with pytest.raises(ValueError, match="secret") as raised:
        int("secret")
    assert fault_of(raised.value).startswith("ValueError at test_registry.py:")
    assert fault_of(ValueError("never raised")) == "ValueError"


def test_what_is_told_of_an_error_and_a_package_fits_into_a_line(tmp_path: Path) -> None:
    """A class can have any name, and METADATA is a file that anybody may write."""
    kind = type("Odd\x1b[31m\nName" + "x" * 1000, (Exception,), {})
    try:
        raise kind
    except kind as error:
        told = fault_of(error)
    assert told.startswith("Odd [31m Namexxx")
    assert len(told) < 200
    write_package(tmp_path, "acme", {"channels.odd": "a:b", "channels.n\x1b[2J": "a:b"}, modules={})
    odd = f"Metadata-Version: 2.1\nName: ac\x1b[31mme\nVersion: 1\x1b[31m{'0' * 5000}\n"
    (tmp_path / "acme-1.0.dist-info/METADATA").write_text(odd)
    found = list(found_parts(distributions(path=[str(tmp_path)])))
    assert len(found) == 2
    for one in found:
        assert f"{one.name} {one.package} {one.version} {one.label} {one.fault or ''}".isprintable()
        assert len(one.version) == 40


def test_a_callable_of_the_standard_library_can_be_a_part() -> None:
    assert imported(part()).__name__ == "getcwd"
