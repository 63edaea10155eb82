"""A compliance officer's first hour: sixty vendors of a table and forty of declarations, from an empty folder to an overview."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor import Store
from tests.net.web_server import WebServer

from .conftest import Mailbox, User, policy_page
from .vendor_pages import SELLS, change_vendors, serve_vendors


def page_of(name: str, heading: str) -> bytes:
    return policy_page().replace(b"Larkspur", name.encode()).replace(b"Privacy Policy", heading.encode())


@pytest.mark.slow
def test_a_hundred_policies_from_two_lists(user: User, web: WebServer) -> None:
    user("init")
    rows = ["vendor,website,tags"]
    for n in range(60):
        rows.append(f'Vendor {n},{web.page(f"/v{n}/privacy", page_of(f"Vendor {n}", "Privacy Policy"))},"crm, tier {n % 3}"')
    Path("vendors.csv").write_text("\n".join(rows))
    folder = Path("declarations")
    folder.mkdir()
    for n in range(40):
        terms = {}
        for kind in ("Privacy Policy", "Terms of Service")[: 1 + n % 2]:
            url = web.page(f"/s{n}/{kind.split()[0].lower()}", page_of(f"Service {n}", kind))
            terms[kind] = {"fetch": url, "select": "main", "remove": ["footer"]}
        (folder / f"Service{n}.json").write_text(json.dumps({"name": f"Service {n}", "terms": terms}))
    assert user("import", "list", "vendors.csv", "--yes", "--format", "json").json["left_out"] == []
    assert user("import", "list", "declarations", "--yes", "--format", "json").json["left_out"] == []
    report = user("run", "--format", "json").json
    assert (report["checked"], report["failed"]) == (120, [])
    assert len(report["new_versions"]) == 120
    tags = user("tags", "--format", "json").json["tags"]
    assert (len(tags["crm"]), len(tags["tier 1"])) == (60, 20)
    assert "Service 39" in Path("reports/index.html").read_text()


@pytest.fixture
def sixty(user: User, web: WebServer, mailbox: Mailbox) -> User:
    """Sixty vendors of a table, of which ten have changed since: what the README and the guide tell an officer to do."""
    table = serve_vendors(web)
    assert user("init").code == 0
    Path("vendors.csv").write_text(table)
    added = user("import", "list", "vendors.csv", "--yes", "--format", "json").json
    assert (len(added["policies"]), added["left_out"]) == (60, [])
    first = user("run", "--format", "json").json
    assert (first["checked"], len(first["new_versions"]), first["failed"]) == (60, 60, [])
    assert "Teak Vault Asia" in Path("reports/index.html").read_text()
    config = Path("config.yaml").read_text()
    email = f'  email: {{to: [officer@reader.example], from: monitor@reader.example, url: "{mailbox.url}"}}\n  at: "23:59"\n'
    Path("config.yaml").write_text(config.replace("  digest: off", f"{email}  digest: daily", 1))
    change_vendors(web)
    second = user("run", "--force", "--format", "json").json
    assert (len(second["new_versions"]), second["failed"]) == (10, [])
    return user


@pytest.mark.slow
def test_an_officer_follows_sixty_vendors(sixty: User, mailbox: Mailbox) -> None:
    told = [policy for mail in mailbox.mails for policy in mail["X-Policy-Monitor-Policy"].split()]
    assert (len(told), len(set(told))) == (6, 6), "critical changes are sent at once"
    assert len(mailbox.mails) == 3, "and the same change of several vendors once"
    overview = Path("reports/index.html").read_text()
    assert overview.index("Birch Mail Europe") < overview.index("Alder Payments Asia"), "what matters this week first"
    waiting = sixty("review", "list", "--open", "--format", "json").json["changes"]
    assert {one["severity"] for one in waiting} <= {"critical", "material"}
    assert sixty("review", "--all-open", "--tag", "crm", "--as", "escalated", "--by", "Kim Ode", "--note", "Ask them.").code == 0
    left = sixty("review", "list", "--open", "--format", "json").json["changes"]
    assert {one["policy"] for one in waiting} - {one["policy"] for one in left} == {"alder-payments-europe", "fir-analytics-europe"}
    found = sixty("search", "sell your personal information", "--in-force", "--affirmed", "--format", "json").json
    assert {one["policy"] for one in found["policies"]} == {"alder-payments-europe", "fir-analytics-europe"}
    assert found["policies"][0]["sentences"][0]["text"] == SELLS
    said = sixty("compare-vendors", "--topic", "retention", "--tag", "payments").out
    assert "as long as we consider necessary" in said
    assert "Birch Mail Asia" in said
    assert sixty("status").code == 0
    assert sixty("verify").code == 0


@pytest.mark.slow
def test_what_an_officer_hands_on(sixty: User) -> None:
    pytest.importorskip("fpdf")
    assert sixty("review", "--all-open", "--as", "accepted", "--by", "Kim Ode").code == 0
    assert sixty("export", "audit", "--from", "2026-01-01", "--to", "2099-12-31", "-o", "packs").code == 0
    for what in ("csv", "json", "parquet"):
        assert sixty("export", what, "-o", what).code == 0
    assert sixty("export", "sqlite", "-o", "all.sqlite").code == 0
    with Path("csv/policies.csv").open(newline="") as table:
        assert len(list(csv.DictReader(table))) == 60
    with closing(sqlite3.connect("all.sqlite")) as database:
        (reviews,) = database.execute("select count(*) from reviews where state = 'accepted'").fetchone()
        joined = "select count(*) from reviews join versions using (policy, captured_at) where versions.alert"
        assert database.execute(joined).fetchone() == (reviews,)
    assert len(list(Store.open(".").reviews())) == reviews > 3
    listed = json.loads(Path("json/reviews.json").read_text())
    assert len(listed) == reviews
