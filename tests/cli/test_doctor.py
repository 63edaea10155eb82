"""`doctor`: each problem is found, and comes with a fix."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.net.web_server import WebServer
from tests.notify.conftest import PASSWORD, USER, Certificates, certificates, free_port, smtp_server  # noqa: F401 - fixtures
from tests.sources.authority import OPENSSL, Authority

from .conftest import BROKEN, Mailbox, Page, User, policy_page


def test_alerts_status_verify_doctor_on_a_healthy_store(kept: User) -> None:
    assert kept("alerts", "--format", "json").json == {"alerts": []}
    assert kept("status", "--format", "json").json["policies"][0]["versions"] == 7
    assert kept("verify", "--format", "json").json["snapshots"] == 10
    findings = kept("doctor", "--format", "json").json
    assert findings["ok"] is True
    assert {"configuration", "disk", "clock", "snapshots"} <= {f["what"] for f in findings["findings"]}


def test_doctor_names_what_is_wrong(user: User) -> None:
    email = {"to": "a@reader.example", "from": "b@reader.example", "url": "smtp://127.0.0.1:9"}
    user.configure(alerts={"email": email})
    result = user("doctor", "--format", "json")
    assert result.code == 1
    assert [f["what"] for f in result.json["findings"] if f["state"] == "fault"] == ["mail"]
    Path("config.yaml").write_text("policies: 3\n")
    assert user("doctor").code == 1


def doctor(user: User, url: str) -> tuple[str, str]:
    user.configure(alerts={"email": {"to": ["a@reader.example"], "from": "m@reader.example", "url": url}})
    found = {one["what"]: (one["state"], one["says"]) for one in user("doctor", "--format", "json").json["findings"]}
    return found["mail"]


@pytest.mark.usefixtures("certificates")
def test_doctor_logs_in_to_the_mail_server(
    user: User,
    smtp_server: Callable[..., Any],  # noqa: F811
    certificates: Certificates,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box = smtp_server(login=True, tls_context=certificates.context, require_starttls=True)
    address = f"127.0.0.1:{box.port}?ca={certificates.authority}"
    monkeypatch.setenv("MAIL_PASSWORD", quote(PASSWORD, safe=""))
    user_part = quote(USER, safe="")
    assert doctor(user, f"smtp+starttls://{user_part}:${{MAIL_PASSWORD}}@{address}") == (
        "ok",
        f"127.0.0.1:{box.port} accepts the login of {USER}",
    )
    assert (box.logins, box.envelopes) == ([USER], [])
    state, says = doctor(user, f"smtp+starttls://{user_part}:wrong@{address}")
    assert (state, "wrong@" in says) == ("fault", False)
    assert "refuses the login: 535" in says
    assert "check user and password in alerts.email.url" in says
    state, says = doctor(user, f"smtp+starttls://{user_part}:wrong@127.0.0.1:{box.port}")
    assert "certificate that can't be verified" in says
    assert "?ca=FILE" in says


def test_doctor_says_what_to_do_when_nobody_answers(user: User) -> None:
    state, says = doctor(user, f"smtp://127.0.0.1:{free_port()}")
    assert state == "fault"
    assert says.endswith("check host, port and scheme in alerts.email.url, and that the server runs")


# --- this machine ----------------------------------------------------------------------------------------------------


def findings(user: User) -> dict[str, tuple[str, str]]:
    return {one["what"]: (one["state"], one["says"]) for one in user("doctor", "--offline", "--format", "json").json["findings"]}


def test_a_folder_that_is_a_file_is_a_fault(user: User) -> None:
    user.configure()
    Path("reports").write_text("in the way")
    state, says = findings(user)["reports"]
    assert state == "fault"
    assert says.endswith("reports is not a folder; move it away, or set `reports:` in config.yaml to another path")
    assert user("doctor", "--offline").code == 1


def test_folders_that_do_not_exist_yet_are_fine(user: User) -> None:
    user.configure()
    assert findings(user)["snapshots"] == ("ok", "snapshots is writable")
    assert not Path("snapshots").exists()


def test_a_folder_that_is_not_writable_is_a_fault(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    user.configure()
    monkeypatch.setattr("os.access", lambda path, mode: False)
    state, says = findings(user)["snapshots"]
    assert (state, "is not writable by this user" in says) == ("fault", True)


def test_low_disk_space_is_a_warning(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    user.configure()
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 20_000_000}))
    assert findings(user)["disk"] == ("warning", "only 20 MB are free on the disk of snapshots; free up 500 MB")
    assert user("doctor", "--offline").code == 0


def test_a_clock_behind_the_store_is_a_fault(user: User, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    user.configure({"id": "larkspur", "url": page.url})
    user("run")
    monkeypatch.setattr("monitor.assemble.utc_now", lambda: datetime(2026, 1, 2, tzinfo=UTC))
    state, says = findings(user)["clock"]
    assert state == "fault"
    assert says.startswith("the clock says 2026-01-02T00:00:00Z, but snapshots were stored as late as 20")


@pytest.mark.parametrize(("damaged", "what"), [("index.sqlite", "index"), ("larkspur/ledger.jsonl", "clock"), ("state.sqlite", "alerts")])
def test_a_damaged_store_is_a_fault_and_stops_no_other_check(
    user: User, page: Page, watched: Callable[..., None], damaged: str, what: str
) -> None:
    user("run")
    assert {state for state, _ in findings(user).values()} == {"ok"}
    for tail in ("-wal", "-shm", ""):  # removed first: a connection that is still open writes to the old file
        Path(f"snapshots/{damaged}{tail}").unlink(missing_ok=True)
    Path("snapshots", damaged).write_bytes(b"damage\n" * 1000)
    found = findings(user)
    assert found[what][0] == "fault", found
    assert damaged in found[what][1] or "larkspur" in found[what][1]
    assert (found["disk"][0], found["configuration"][0]) == ("ok", "ok")
    assert user("doctor", "--offline").code == 1


def test_alerts_that_wait_are_a_warning(user: User, page: Page, mailbox: Mailbox, watched: Callable[..., None]) -> None:
    user("run")
    page.body, mailbox.refuse = policy_page(sharing=BROKEN), True
    user("run")
    state, says = findings(user)["alerts"]
    assert (state, says.startswith("1 message not delivered yet; `policy-monitor alerts` says why")) == ("warning", True)
    mailbox.refuse = False
    user("alerts", "--retry")
    state, says = findings(user)["alerts"]
    assert (state, says.partition(";")[0]) == ("ok", "email:privacy@reader.example")


def test_without_policies_or_channels_it_says_how_to_add_them(user: User) -> None:
    user.configure()
    found = findings(user)
    assert found["configuration"] == ("warning", "config.yaml is valid and tracks 0 policies; add one with `policy-monitor add URL`")
    assert found["alerts"] == ("warning", "no channel is configured, so changes appear only in the reports; set `alerts:` in config.yaml")


def test_an_archive_that_does_not_answer_is_a_fault(user: User) -> None:
    wayback = {"endpoint": f"http://127.0.0.1:{free_port()}"}
    user.configure({"id": "larkspur", "url": "http://127.0.0.1:9/", "history": "wayback"}, archive={"wayback": wayback})
    found = {one["what"]: one["state"] for one in user("doctor", "--format", "json").json["findings"]}
    assert found["archive"] == "fault"


def test_an_archive_that_answers_is_fine(user: User, web: WebServer) -> None:
    endpoint = web.page("/", b"<h1>Archive</h1>")
    user.configure({"id": "larkspur", "url": "http://127.0.0.1:9/", "history": "wayback"}, archive={"wayback": {"endpoint": endpoint}})
    found = {one["what"]: (one["state"], one["says"]) for one in user("doctor", "--format", "json").json["findings"]}
    assert found["archive"][0] == "ok"
    assert found["archive"][1].endswith("answers")


@pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")
def test_the_timestamp_authority_is_tried(user: User, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "Harbour")
    other = Authority(tmp_path / "Quarry")
    os.mkfifo(tmp_path / "pipe.pem")
    with authority.serving() as url:
        for certificate, state, says in (
            (authority.certificate, "ok", f"{url} signs, and the configured certificate verifies it"),
            (other.certificate, "fault", "gave no timestamp that the configured certificate verifies"),
            (tmp_path / "nowhere.pem", "fault", "contains no certificate in PEM form"),
            (tmp_path / "pipe.pem", "fault", "contains no certificate in PEM form"),
        ):
            user.configure(archive={"timestamp": {"url": url, "certificate": str(certificate)}})
            found = doctor_online(user)["timestamp"]
            assert found[0] == state
            assert says in found[1]
        asked = authority.asked
        assert "timestamp" not in user("doctor", "--offline").out
    assert authority.asked == asked == 2
    assert doctor_online(user)["timestamp"][0] == "fault"


def doctor_online(user: User) -> dict[str, tuple[str, str]]:
    return {one["what"]: (one["state"], one["says"]) for one in user("doctor", "--format", "json").json["findings"]}


def permissions(user: User) -> list[str]:
    found = user("doctor", "--offline", "--format", "json").json["findings"]
    return [finding["says"] for finding in found if finding["what"] == "permissions"]


def test_the_state_is_private_and_a_state_that_is_not_is_found(kept: User) -> None:
    state = Path("snapshots/state.sqlite")
    assert state.stat().st_mode & 0o777 == 0o600
    assert permissions(kept) == []
    state.chmod(0o640)
    assert permissions(kept) == [f"{state} is readable by other users, and holds recipients and messages; run: chmod 600 {state}"]


@pytest.mark.parametrize(
    "alerts",
    [
        {"email": {"to": ["a@reader.example"], "from": "m@reader.example", "url": "smtp://me:s3cret@127.0.0.1:25"}},
        {"apprise": ["json://127.0.0.1:9/s3cret"]},
        {"webhook": ["http://127.0.0.1:9/s3cret"]},
        {"webhook": [{"url": "${HOOK}", "secret": "s3cret"}]},
    ],
)
def test_a_configuration_with_a_secret_that_others_can_read_is_found(
    user: User, monkeypatch: pytest.MonkeyPatch, alerts: dict[str, object]
) -> None:
    monkeypatch.setenv("HOOK", "http://127.0.0.1:9/hook")
    user.configure(alerts=alerts)
    config = Path("config.yaml")
    config.chmod(0o644)
    assert "chmod 600 config.yaml" in permissions(user)[0]
    config.chmod(0o600)
    assert permissions(user) == []
    config.write_text(config.read_text().replace("s3cret", "${SECRET}"))
    config.chmod(0o644)
    monkeypatch.setenv("SECRET", "s3cret")
    assert permissions(user) == []


def test_a_new_configuration_is_private(user: User) -> None:
    assert user("init").code == 0
    assert Path("config.yaml").stat().st_mode & 0o777 == 0o600


def test_that_messages_name_files_is_said_unless_the_reports_are_published(user: User) -> None:
    email = {"to": "a@reader.example", "from": "m@reader.example", "url": "smtp://127.0.0.1:9"}
    user.configure({"id": "larkspur", "url": "https://larkspur.example/privacy"}, alerts={"email": email})
    assert findings(user)["alerts"] == ("ok", "email:a@reader.example; reports are named by file, as alerts.report_base is not set")
    user.configure(
        {"id": "larkspur", "url": "https://larkspur.example/privacy"}, alerts={"email": email, "report_base": "https://m.example"}
    )
    assert findings(user)["alerts"] == ("ok", "email:a@reader.example")


def test_a_full_disk_of_the_reports_is_found_as_well(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    user.configure()
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 20_000_000}))
    on_the_disk_of = "MB are free on the disk of"
    assert user("doctor", "--offline").out.count(on_the_disk_of) == 1
    monkeypatch.setattr("monitor.cli.doctor._device", hash)
    assert f"only 20 {on_the_disk_of} reports; free up 500 MB" in user("doctor", "--offline").out
