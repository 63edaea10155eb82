"""A compliance officer's first hour: sixty vendors of a table and forty of declarations, from an empty folder to an overview."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.net.web_server import WebServer

from .conftest import User, policy_page


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
