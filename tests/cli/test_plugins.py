"""Plug-ins at the prompt: what is listed, where they are named, and that one that fails takes nothing else along."""

from __future__ import annotations

from typing import Any

import pytest

from tests.net.web_server import WebServer
from tests.plugins.conftest import Installer, install  # noqa: F401 - a fixture

from .conftest import User, policy_page

READER = """
def read(body, media_type, url):
    return None if b"<html" in body else body.decode().replace("PLAIN:", "# Privacy Policy\\n\\n")
def fail(body, media_type, url): raise ValueError("token")
def screen(text, language): return None
"""
PARTS = {"extractors.plain": "acme_reader:read", "screens.strict": "acme_reader:screen"}
TEXT = (
    "PLAIN:This policy tells you what we collect, why we collect it, who sees it and how long we keep it.\n\n"
    "When you order we ask for your name, your address and your e-mail address. We never sell your personal information.\n"
)


def test_plugins_lists_our_own_parts_first(user: User) -> None:
    lines = user("plugins").out.splitlines()
    assert lines[0].split()[:3] == ["channels", "webhook", "policy-monitor"]
    assert lines[0].endswith(" ready")
    assert {line.rindex(" ready") for line in lines} == {lines[0].rindex(" ready")}, "columns below each other"
    assert user("plugins").code == 0
    listed = user("plugins", "--format", "json").json
    assert (listed["schema"], listed["contract"]) == ("policy-monitor/plugins/1", 1)
    assert listed["plugins"][0]["says"] is None


def test_plugins_says_what_cannot_be_used(user: User, install: Installer) -> None:  # noqa: F811
    install("acme-plugin", {"channels.new": "acme_none:New"}, modules={}, api=2)
    install("other-plugin", {"channels.torn": "acme_torn:Torn"}, modules={"acme_torn": "import nowhere_at_all\n"})
    result = user("plugins")
    assert result.code == 1
    assert "is for version 2 of the plug-in contract, and this program has version 1" in result.out
    assert "can't be loaded: ModuleNotFoundError: No module named 'nowhere_at_all'" in result.out
    states = {(one["name"], one["state"]) for one in user("plugins", "--format", "json").json["plugins"]}
    assert {("new", "refused"), ("torn", "broken"), ("webhook", "ready")} <= states


def test_without_a_named_part_nothing_is_looked_for(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> None:
        raise AssertionError("looked for plug-ins")

    monkeypatch.setattr("monitor.plugins.registry.registry", never)
    user.configure({"name": "Larkspur", "url": "http://127.0.0.1:9/privacy"})
    for command in ("status", "log", "check", "report"):
        assert user(command).code == 0, command


def test_check_names_parts_that_are_not_there(user: User) -> None:
    user.configure(
        {
            "id": "a",
            "name": "A",
            "url": "https://a.example/",
            "source": "desk:1",
            "history": "plugin:desk",
            "screens": "none",
            "extractor": "x",
        },
        alerts={"channels": ["pigeon"]},
        plugins={"judges": ["pl"], "screens": ["none"]},
    )
    result = user("check")
    assert result.code == 1
    assert result.out.count("plug-ins: no installed plug-in has the ") == 5
    assert user("check", "--format", "json").json["ok"] is False


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ({"source": "Desk"}, "'Desk' is not the name of a plug-in's part"),
        ({"source": "desk", "browser": True}, "`source` and `browser` cannot be combined"),
        ({"history": "plugin:"}, "is not a history source"),
        ({"history": "plugin:A b"}, "is not the name of a plug-in's part"),
        ({"extractor": "a/b"}, "is not the name of a plug-in's part"),
        ({"screens": ["a", "../b"]}, "is not the name of a plug-in's part"),
    ],
)
def test_names_that_are_none_are_refused_with_their_line(user: User, policy: dict[str, Any], says: str) -> None:
    user.configure({"id": "a", "name": "A", "url": "https://a.example/", **policy})
    result = user("check")
    assert result.code == 2
    assert says in result.err
    assert "config.yaml:" in result.err


def test_an_export_that_nobody_has_lists_what_there_is(user: User) -> None:
    result = user("export", "nothing")
    assert result.code == 2
    assert "'nothing' is not one of warc, json, csv, parquet, sqlite, list, audit" in result.err


def test_an_exporter_is_called_by_its_name(user: User, install: Installer) -> None:  # noqa: F811
    source = 'def names(folder, tables):\n    (folder / "tables.txt").write_text(" ".join(tables))\n'
    install("acme-plugin", {"exporters.names": "acme_names:names"}, modules={"acme_names": source})
    user.configure({"name": "A", "url": "https://a.example/"})
    assert user("export", "names", "-o", "out").code == 0
    assert (user.home / "out/tables.txt").read_text() == "versions changes rejections reviews alerts policies"
    assert "export names writes all policies: leave the ID out" in user("export", "names", "a", "-o", "out").err
    assert "name a folder for the tables of all policies with -o" in user("export", "names").err
    assert user("export", "names", "--tag", "x").code == 2


@pytest.fixture
def watched(user: User, web: WebServer, install: Installer) -> User:  # noqa: F811
    """Two policies: one read by a plug-in, one as ever."""
    install("acme-plugin", PARTS, modules={"acme_reader": READER})
    policies: list[dict[str, Any]] = [
        {
            "id": "plain",
            "name": "Plain",
            "url": web.page("/plain", TEXT.encode(), headers={"Content-Type": "text/x-plain"}),
            "extractor": "plain",
        },
        {"id": "page", "name": "Page", "url": web.page("/page", policy_page())},
    ]
    user.configure(*policies, plugins={"screens": ["strict"]})
    assert user("run").code == 0
    return user


def versions(user: User) -> list[int]:
    return [len(user("log", name, "--format", "json").json["versions"]) for name in ("plain", "page")]


def test_a_page_is_read_by_a_plug_in(watched: User) -> None:
    assert versions(watched) == [1, 1]
    assert watched("show", "plain").out.startswith("# Privacy Policy\n\nThis policy tells you")


def test_an_upgrade_that_fails_takes_no_version_away(watched: User, install: Installer) -> None:  # noqa: F811
    install("acme-plugin", {**PARTS, "extractors.plain": "acme_reader:fail"}, modules={"acme_reader": READER}, version="2.0")
    for info in (watched.home.parent / "site").glob("*1.0.dist-info/*"):
        info.unlink()
    result = watched("run", "--format", "json")
    assert result.code == 1
    ((failed),) = result.json["failed"]
    assert (failed["policy"], failed["reason"]) == ("plain", "plugin-fault")
    assert "the extractor 'plain' of acme-plugin 2.0 failed: ValueError at acme_reader.py:4" in failed["says"].replace("The", "the")
    assert "What is stored of plain stays as it is" in failed["says"]
    assert "token" not in failed["says"]
    assert versions(watched) == [1, 1]
    for jobs in ("1", "2"):
        reported = watched("report", "--rederive", "--jobs", jobs)
        assert reported.code == 1
        assert "plain: The extractor 'plain' of acme-plugin 2.0 failed" in reported.err
    assert versions(watched) == [1, 1]
    assert "plugin-fault" in watched("status").out
    install("acme-plugin", PARTS, modules={"acme_reader": READER}, version="3.0")
    for info in (watched.home.parent / "site").glob("*2.0.dist-info/*"):
        info.unlink()
    assert watched("run").code == 0
    assert versions(watched) == [1, 1]
    assert watched("report", "--rederive").code == 0


@pytest.mark.slow
def test_an_upgrade_that_ends_the_reader_takes_no_version_away(watched: User, install: Installer) -> None:  # noqa: F811
    source = "import os\n\ndef read(body, media_type, url): os._exit(3)\ndef screen(text, language): return None\n"
    install("acme-plugin", PARTS, modules={"acme_reader": source}, version="2.0")
    for info in (watched.home.parent / "site").glob("*1.0.dist-info/*"):
        info.unlink()
    result = watched("run", "--format", "json")
    assert [one["policy"] for one in result.json["failed"]] == ["plain"]
    assert "crashed its process" in result.json["failed"][0]["says"]
    assert versions(watched) == [1, 1]


def test_doctor_tells_named_parts_from_others(watched: User, install: Installer) -> None:  # noqa: F811
    install("unused-plugin", {"channels.torn": "acme_unused:Torn"}, modules={})
    found = [one for one in watched("doctor", "--offline", "--format", "json").json["findings"] if one["what"] == "plug-ins"]
    assert [one["state"] for one in found] == ["warning", "ok"]
    assert found[1]["says"] == "acme-plugin 1.0"
    watched.configure({"name": "A", "url": "https://a.example/"}, alerts={"channels": ["torn", "gone"]})
    found = [one for one in watched("doctor", "--offline", "--format", "json").json["findings"] if one["what"] == "plug-ins"]
    assert [one["state"] for one in found] == ["fault", "fault", "ok"]


def test_a_channel_that_answers_nothing_is_accepted_once(user: User, install: Installer) -> None:  # noqa: F811
    source = "class Log:\n    def __init__(self, options): pass\n    def send(self, message, key): pass\n"
    install("acme-plugin", {"channels.quiet": "acme_quiet:Log"}, modules={"acme_quiet": source})
    user.configure({"name": "A", "url": "https://a.example/"}, alerts={"channels": [{"use": "quiet"}]})
    result = user("alerts", "--test")
    assert (result.code, result.out) == (0, "quiet#1: accepted\n")
