"""`diff`: two files or two versions, without a configuration and without a slow start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .conftest import User, policy_page


def test_extract_and_diff_need_no_configuration(user: User) -> None:
    Path("a.html").write_bytes(policy_page())
    Path("b.html").write_bytes(policy_page(retention="We keep it."))
    assert user("extract", "a.html").code == 0
    diff = user("diff", "a.html", "b.html", "--format", "json").json
    assert diff["schema"] == "policy-monitor/diff/1"
    assert diff["old"]["ref"] == "a.html"
    assert {"id", "kind", "severity", "direction", "topics", "old", "new", "edits", "reasons"} <= diff["changes"][0].keys()
    same = user("diff", "a.html", "a.html", "--format", "json", "--exit-code")
    assert (same.code, same.json["alert"], same.json["severity"], same.json["changes"]) == (0, False, "none", [])


def test_diff_loads_nothing_heavy(user: User) -> None:
    Path("a.md").write_text("# Privacy\n\nWe never sell your data.\n")
    heavy = {"pydantic", "requests", "apprise", "sqlite3", "sqlite_utils", "apscheduler", "ruamel", "waybackpy", "jinja2"}
    code = (
        "import sys; from monitor.cli import main; main(['diff', 'a.md', 'a.md', '--format', 'json']);"
        f"print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
