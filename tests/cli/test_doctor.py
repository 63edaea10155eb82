"""`doctor`: each problem is found, and comes with a fix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.notify.conftest import PASSWORD, USER, Certificates, certificates, free_port, smtp_server  # noqa: F401 - fixtures

from .conftest import User


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
