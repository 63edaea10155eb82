"""The classes in which programs of this kind were found wanting, each through the front door: configuration, `run`, `diff`, `import`."""

from __future__ import annotations

import gzip
import http.client
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN, Mailbox, Page, User, policy_page
from tests.net.web_server import WebServer

INNER = (
    "http://127.0.0.1:{port}", "http://localhost:{port}", "http://LOCALHOST:{port}", "http://localhost.:{port}", "http://127.1:{port}",
    "http://127.0.1:{port}", "http://2130706433:{port}", "http://0x7f000001:{port}", "http://0x7f.1:{port}", "http://017700000001:{port}",
    "http://0177.0.0.1:{port}", "http://127.0.0.1.:{port}", "http://127.255.255.254:{port}", "http://0.0.0.0:{port}", "http://0:{port}",
    "http://[::1]:{port}", "http://[::]:{port}", "http://[::ffff:127.0.0.1]:{port}", "http://[::ffff:7f00:1]:{port}",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}", "http://[::127.0.0.1]:{port}", "http://[64:ff9b::7f00:1]:{port}",
    "http://[2002:7f00:1::]:{port}", "http://[2001:0:7f00:1::]:{port}", "http://[fe80::1]:{port}", "http://[fc00::1]:{port}",
    "http://[fd00:ec2::254]:{port}", "http://[ff02::1]:{port}", "http://10.0.0.1:{port}", "http://172.16.0.1:{port}",
    "http://192.168.0.1:{port}", "http://169.254.169.254:{port}", "http://100.64.0.1:{port}", "http://100.100.100.200:{port}",
    "http://192.0.0.192:{port}", "http://168.63.129.16:{port}", "http://198.18.0.1:{port}", "http://224.0.0.1:{port}",
    "http://255.255.255.255:{port}", "http://240.0.0.1:{port}", "http://user@127.0.0.1:{port}", "http://example.org@127.0.0.1:{port}",
    "http://127.0.0.1:{port}\\@example.org", "http://example.org\\@127.0.0.1:{port}", "file:///etc/passwd#", "gopher://127.0.0.1:{port}",
    "ftp://127.0.0.1:{port}", "data:text/html,", "jar:http://127.0.0.1:{port}!", "//127.0.0.1:{port}",
)  # fmt: skip
"""Forms of an inner address, and schemes that are none of ours."""


def _read(path: Path) -> str:
    """What a file says; of a packed one, what it holds."""
    body = path.read_bytes()
    return (gzip.decompress(body) if path.suffix == ".gz" else body).decode("utf-8", "replace")


def test_no_redirect_reaches_a_private_address(user: User, web: WebServer) -> None:
    secret = WebServer()
    try:
        secret.page("/secret", policy_page())
        policies = []
        for n, form in enumerate(INNER):
            target = form.format(port=secret.port) + "/secret"
            policies.append({"id": f"p{n}", "url": web.redirect(f"/{n}", target), "fetch": {"retries": 0, "timeout": 2}})
        user.configure(*policies)
        failed = {failure["policy"]: failure for failure in user("run", "--format", "json").json["failed"]}
        assert secret.requests == []
        assert {p["id"] for p in policies} == failed.keys()
        assert len(web.paths()) == len(INNER) >= 40
        assert {f["reason"] for f in failed.values()} <= {"private-address", "bad-address", "dns", "unreachable"}
    finally:
        secret.stop()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "FILE:/etc/passwd", "source:file:///etc/passwd", "ftp://a.example/", "javascript:1"])
def test_only_web_pages_are_tracked(user: User, url: str) -> None:
    user.configure({"id": "p", "url": url})
    result = user("run")
    assert (result.code, "root:" in result.out + result.err) == (2, False)


def test_a_template_in_a_policy_stays_text(user: User, page: Page) -> None:
    user.configure({"id": "p", "url": page.url})
    user("run")
    attack = "{{ 7 * 191 }} {% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %} ${7*191} #{7*191}"
    page.body = policy_page(sharing=f"{BROKEN} {attack}")
    assert user("run").code == 0
    shown = "".join(map(_read, filter(Path.is_file, Path("reports").rglob("*"))))
    assert "{{ 7 * 191 }}" in shown
    assert "1337" not in shown


@pytest.mark.parametrize(
    "page",
    [
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><h1>Privacy</h1><p>&x;</p></body></html>',
        b'<!DOCTYPE l [<!ENTITY a "lol">' + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 9) for n in range(20)) + b"]>&u;",
        b"<html><body>" + b"<div>" * 60_000 + b"deep" + b"</div>" * 60_000,
        b"<p " + b"a=1 " * 200_000 + b">x",
        b"%PDF-1.7\n1 0 obj<</Length 99999999>>stream\n" + b"\0" * 1000,
        gzip.compress(b"<p>bomb</p>" * 3_000_000),
    ],
    ids=["xxe", "laughs", "depth", "attributes", "pdf", "gzip"],
)
def test_a_hostile_page_harms_nobody(user: User, web: WebServer, page: bytes) -> None:
    good = Page(web, "/good")
    headers = {"Content-Encoding": "gzip"} if page[:2] == b"\x1f\x8b" else {}
    user.configure({"id": "bad", "url": web.page("/bad", page, headers=headers)}, {"id": "good", "url": good.url})
    result = user("run", "--format", "json")
    assert result.code in {0, 1}
    assert "good" in {new["policy"] for new in result.json["new_versions"]}
    everything = "".join(map(_read, filter(Path.is_file, Path("reports").rglob("*")))) + result.out + result.err
    assert "root:" not in everything
    assert "lollollol" not in everything


@pytest.mark.parametrize("name", ["../out", "a/../../out", "/tmp/out", "..", ".", "a\\..\\b", "a\0b", "CON/../x", "%2e%2e%2fout"])
def test_an_id_names_no_other_folder(user: User, page: Page, name: str) -> None:
    user.configure({"id": name, "url": page.url})
    before = set(user.home.parent.rglob("*"))
    assert user("run").code == 2
    assert set(user.home.parent.rglob("*")) <= before | {user.home / "snapshots", user.home / "reports"}


def test_an_archive_file_writes_nowhere_else(user: User) -> None:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + policy_page()
    records = b""
    for target in ("http://larkspur.example/../../../../out", "http://larkspur.example/privacy", "file:///etc/passwd"):
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {target}\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        head += f"WARC-Record-ID: <urn:uuid:../../out>\r\nContent-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
        records += head.encode() + body + b"\r\n\r\n"
    Path("a.warc").write_bytes(records)
    user.configure({"id": "p", "url": "http://larkspur.example/privacy", "history": "warc:a.warc", "live": False})
    assert user("run").code == 0
    outside = [p for p in user.home.parent.rglob("*") if p.is_file() and not {"snapshots", "reports"} & set(p.relative_to(user.home).parts)]
    assert {p.name for p in outside} == {"a.warc", "config.yaml"}


def test_secrets_appear_nowhere(user: User, page: Page, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {"SMTP_PASSWORD": "hunter2-correct-horse", "HOOK": "tok-4711-battery", "SIGN": "sign-0815-staple", "CHAT": "chat-1234-abcdef"}
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    port = mailbox.controller.port
    alerts = {
        "email": {"to": ["a@b.example"], "from": "m@b.example", "url": f"smtp://user:${{SMTP_PASSWORD}}@127.0.0.1:{port}"},
        "webhook": [{"url": "http://127.0.0.1:9/${HOOK}", "secret": "${SIGN}"}],
        "apprise": ["json://user:${CHAT}@127.0.0.1:9/"],
    }
    user.configure({"id": "p", "url": page.url}, alerts=alerts)
    said = []
    monkeypatch.setattr(logging.getLogger("monitor"), "level", logging.NOTSET)  # restored at the end, because --verbose changes it
    commands = "run;run;alerts --retry;alerts;status;doctor --offline;export json p;export csv p;log p;verify"
    for command in commands.split(";"):
        result = user("--verbose", *command.split())
        said += [result.out, result.err]
        page.body = policy_page(sharing=BROKEN)
    kept = [p.read_bytes() for top in ("snapshots", "reports") for p in Path(top).rglob("*") if p.is_file()]
    logging.getLogger("monitor").setLevel(logging.NOTSET)
    for value in secrets.values():
        assert value not in "".join(said)
        assert not any(value.encode() in content for content in kept)


def test_the_preview_serves_the_reports_to_this_machine_alone(user: User, page: Page) -> None:
    user.configure({"id": "p", "url": page.url})
    user("run")
    Path("secret.txt").write_text("secret")
    Path("reports/link").symlink_to(user.home / "secret.txt")
    command = [sys.executable, "-m", "monitor", "serve", "--port", "0"]
    server = subprocess.Popen(command, cwd=user.home, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        port = int(server.stderr.readline().split("127.0.0.1:")[1].split("/")[0])
        statuses = {}
        for path in ("/index.html", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "//etc/passwd", "/link"):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path)
            answer = connection.getresponse()
            statuses[path] = (answer.status, b"secret" in answer.read())
        assert statuses.pop("/index.html")[0] == 200
        assert set(statuses.values()) <= {(404, False), (403, False), (400, False), (301, False)}
    finally:
        server.kill()
        server.wait()


def test_five_megabytes_of_blanks_do_not_slow_the_diff(tmp_path: Path) -> None:
    """The process is killed when it has not ended after a time in which it ends many times over."""
    bomb = " " * 2_500_000 + "x" + "\t" * 2_500_000
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("# Privacy\n\nWe never sell your data.\n\n" + bomb)
    new.write_text("# Privacy\n\nWe may sell your data.\n\n" + bomb[:-7] + " or not.")
    command = [sys.executable, "-m", "monitor", "diff", str(old), str(new), "--format", "json"]
    done = subprocess.run(command, capture_output=True, timeout=240, check=False, env=os.environ)
    assert done.returncode in {0, 2}, done.stderr[-500:]
    assert done.returncode == 2 or json.loads(done.stdout)["schema"]


def test_metrics_listen_on_loopback_only(user: User) -> None:
    for listen in ("0.0.0.0:9464", ":9464", "192.168.0.1:1", "[::]:9464"):
        user.configure(metrics={"listen": listen})
        assert user("check").code == 2
