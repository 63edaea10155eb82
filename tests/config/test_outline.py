"""The outline of the settings: equal to the validated settings, kept by a digest of all that it depends on, without secrets."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import load_settings
from monitor.config import outline as module
from monitor.config.outline import Outline, dump_outline, outline_key, outline_of, parse_outline, snapshots_folder
from monitor.model import Selector, Severity

HOSTS = st.sampled_from(["larkspur.example", "kites.example", "münchen.example", "127.0.0.1:8080"])
MOMENTS = st.sampled_from(["2020-01-01", "2021-05-17T10:00:00+02:00", "2019-12-31T23:59:59Z"])
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs", "P")), min_size=1, max_size=20).filter(str.strip)
SELECTORS = st.lists(
    st.one_of(
        st.sampled_from(["main", "#policy > p", ".notice"]),
        st.fixed_dictionaries({"css": st.just("article")}, optional={"valid_from": MOMENTS, "valid_until": MOMENTS}),
    ),
    max_size=2,
)
ALERTS = st.fixed_dictionaries(
    {},
    optional={
        "threshold": st.sampled_from(["critical", "material", "minor"]),
        "unjudged": st.sampled_from(["on", "off", True, False]),
        "digest": st.sampled_from(["off", "daily", "weekly", False]),
        "at": st.sampled_from(["07:30", 1110]),
        "weekday": st.sampled_from(["Friday", "monday"]),
        "quiet": st.sampled_from(["22:00-07:00", "off", False]),
    },
)
POLICIES = st.lists(
    st.fixed_dictionaries(
        {"url": st.builds("https://{}/privacy".format, HOSTS)},
        optional={
            "name": NAMES,
            "document": NAMES,
            "urls": st.lists(st.builds("http://{}/more".format, HOSTS), max_size=2),
            "select": SELECTORS,
            "remove": SELECTORS,
            "history": st.sampled_from(["none", "wayback", "dir:past", "warc:/archive/a.warc.gz", "memento:https://archive.example/"]),
            "live": st.booleans(),
            "paused": st.booleans(),
            "tags": st.one_of(st.just("bank"), st.lists(st.sampled_from(["bank", "eu", "größe"]), max_size=2)),
            "folder": st.none(),
            "follow": st.just("frame"),
            "alerts": ALERTS,
            "schedule": st.sampled_from(["every 6h", "@daily", "0 6 * * mon"]),
            "language": st.sampled_from(["en", "de"]),
            "browser": st.booleans(),
            "fetch": st.just({"timeout": 5}),
        },
    ),
    max_size=4,
)
FILES = st.fixed_dictionaries(
    {"policies": POLICIES},
    optional={
        "schedule": st.sampled_from(["0 */6 * * *", "every 90m"]),
        "snapshots": st.sampled_from(["snapshots", "data/snapshots/", "/srv/snapshots"]),
        "reports": st.sampled_from(["reports", "../public"]),
        "alerts": ALERTS.map(lambda common: {**common, "report_base": "https://reports.example/p", "unreadable_after": "36h"}),
        "limits": st.just({"cpu": 5, "memory": 512}),
        "timezone": st.sampled_from(["Europe/Berlin", "UTC"]),
        "shard": st.sampled_from(["1/2", "2/2", "0/3"]),
        "removed": st.one_of(st.just("gone"), st.lists(st.sampled_from(["gone", "older"]), max_size=2)),
        "archive": st.just({"timestamp": {"url": "https://tsa.example/", "certificate": "tsa.pem"}}),
    },
)


def written(folder: Path, data: dict[str, Any]) -> Path:
    """A configuration file; policies get ids of their own."""
    data["policies"] = [{**policy, "id": f"p{n}"} for n, policy in enumerate(data.get("policies", ()))]
    (folder / "config.yaml").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder / "config.yaml"


@given(data=FILES)
def test_what_is_kept_equals_what_validation_gives(data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a file says: the outline that is read back has the values of the validated settings, types included."""
    path = written(tmp_path_factory.mktemp("c"), data)
    settings = load_settings(path, {}, secrets=False)
    outline = parse_outline(dump_outline(outline_of(settings)))
    assert outline == outline_of(settings)
    elsewhere = settings.elsewhere()
    assert outline.policies == tuple(policy for policy in settings.values() if policy.id not in elsewhere)
    # `==` of dataclasses does not tell a list from a tuple in a field that is not compared, nor text from an enumeration.
    assert list(map(repr, outline.policies)) == [repr(policy) for policy in settings.values() if policy.id not in elsewhere]
    assert all(isinstance(policy.tags, tuple) and isinstance(policy.threshold, Severity) for policy in outline.policies)
    assert (outline.snapshots, outline.reports, outline.reports_url) == (settings.snapshots, settings.reports, settings.reports_url)
    assert (outline.zone, list(outline.removed), outline.folders) == (settings.zone, settings.removed, settings.folders)
    assert outline.unreadable_after == settings.alerts.unreadable_after
    assert tuple(outline.sending) == (settings.alerts.digest, settings.alerts.at, settings.alerts.weekday, settings.alerts.quiet)
    assert outline.limits == settings.limits.model_dump()


def test_the_values_of_an_outline(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(
        "timezone: Europe/Berlin\nremoved: [old]\nalerts: {digest: daily, at: '07:30', quiet: '22:00-07:00', unreadable_after: 12h}\n"
        "policies:\n  - {id: kites, name: Kites, url: https://kites.example/p, folder: acme, select: {css: main, valid_from: 2020-01-01}}\n"
    )
    outline = parse_outline(dump_outline(outline_of(load_settings(path, {}))))
    assert outline.policies[0].select == (Selector("main", datetime(2020, 1, 1, tzinfo=UTC), None),)
    assert outline.folders == {"kites": "acme"}
    assert outline.sending == ("daily", time(7, 30), "monday", (time(22), time(7)))
    assert (outline.unreadable_after, outline.removed) == (timedelta(hours=12), ("old",))
    assert str(outline.zone) == "Europe/Berlin"
    assert outline.timestamp is None


# --- the key ---------------------------------------------------------------------------------------------------------


def test_the_key_changes_with_each_byte_and_with_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("policies: []\n")
    first = outline_key(path, {})
    assert first is not None
    assert first == outline_key(path, {"HOME": "/somewhere"})
    path.write_text("policies: []\n\n")
    assert outline_key(path, {}) not in (None, first)
    path.write_text("policies: []\n")
    monkeypatch.chdir(tmp_path)
    assert outline_key(Path("config.yaml"), {}) not in (None, first), "the paths in it are relative then"


def test_the_key_changes_with_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stricter validator must see a file that an earlier one accepted."""
    path = tmp_path / "config.yaml"
    path.write_text("policies: []\n")
    first = outline_key(path, {})
    monkeypatch.setattr(module, "_program", lambda: "another")
    assert outline_key(path, {}) != first
    monkeypatch.setattr(module, "_program", lambda: None)
    assert outline_key(path, {}) is None, "where the code can't be read, nothing is kept"


def test_the_program_is_its_sources_and_its_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    module._program.cache_clear()
    first = module._program()
    module._program.cache_clear()
    assert first is not None
    assert first == module._program()
    monkeypatch.setattr(module, "_LIBRARIES", ("pydantic",))
    module._program.cache_clear()
    assert module._program() != first
    monkeypatch.setattr(module, "_LIBRARIES", ("no_such_library",))
    module._program.cache_clear()
    assert module._program() is None
    module._program.cache_clear()


@pytest.mark.parametrize("text", ["alerts: {apprise: '${CHAT}'}", "policies: [{url: 'https://${CHAT:-x.example}/p'}]"])
def test_nothing_is_kept_of_a_file_with_a_variable_that_is_set(text: str, tmp_path: Path) -> None:
    """A variable may be a password, and its value decides whether the file is valid."""
    path = tmp_path / "config.yaml"
    path.write_text(text)
    assert outline_key(path, {"CHAT": "ntfy://topic"}) is None
    assert outline_key(path, {"CHAT": ""}) is None
    assert outline_key(path, {"CHATS": "x"}) is not None


def test_a_file_that_is_missing_or_a_folder_has_no_key(tmp_path: Path) -> None:
    assert outline_key(tmp_path / "config.yaml", {}) is None
    assert outline_key(tmp_path, {}) is None


# --- where it is kept, and damage --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("policies: []\n", "snapshots"),
        ("snapshots: data/kept\n", "data/kept"),
        ("a: 1\nsnapshots:   'my data/s'  # on the big disk\r\nreports: r\n", "my data/s"),
        ('snapshots: "kept"\n', "kept"),
        ("snapshots: /srv/kept # note\n", "/srv/kept"),
        ("  snapshots: nested\n", "snapshots"),
        ("snapshots:\n", "snapshots"),
        ("", "snapshots"),
    ],
)
def test_the_folder_is_found_without_parsing(text: str, folder: str, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(text.encode())
    assert snapshots_folder(path) == tmp_path / folder


def test_the_folder_of_an_unreadable_file_is_the_usual_one(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(b"snapshots: \xff\n")
    assert snapshots_folder(tmp_path / "config.yaml") == tmp_path / "snapshots"
    assert snapshots_folder(tmp_path / "none.yaml") == tmp_path / "snapshots"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"\xff", b'{"policies": [[1]], "sending": []}', b'{"sending": [1, 2, 3, 4]}'])
def test_what_is_no_outline_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_outline(data)


def test_a_field_more_or_less_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, {"policies": [{"url": "https://larkspur.example/"}]})
    whole = json.loads(dump_outline(outline_of(load_settings(path, {}))))
    assert isinstance(parse_outline(json.dumps(whole).encode()), Outline)
    for broken in (
        {**whole, "more": 1},
        {**whole, "policies": [whole["policies"][0][:-1]]},
        {k: v for k, v in whole.items() if k != "limits"},
    ):
        with pytest.raises(ValueError, match=r"."):
            parse_outline(json.dumps(broken).encode())
