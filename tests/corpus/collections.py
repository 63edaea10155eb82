"""Small collections in the layouts of real ones; every text is invented."""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from monitor.model import Policy, Snapshot
from monitor.store.archive import SnapshotArchive

PROMISE, SALE = "We never sell your personal information.", "We may sell your personal information to advertising partners."


def text(company: str, *, sharing: str = PROMISE, months: int = 12) -> str:
    """A policy of a company."""
    return f"""# Privacy Policy

{company} explains here what it does with your personal information when you order from us.

## Sharing

{sharing} We share it with companies that deliver parcels for us.

## Retention

We delete your account information after {months} months.
"""


def history(company: str, *, promise_ends: int = 2024) -> dict[str, str]:
    """Three dated texts: the promise not to sell is dropped in one year, and a period grows in the next."""
    return {
        f"{promise_ends - 2}0101000000": text(company),
        f"{promise_ends}0301000000": text(company, sharing=SALE),
        f"{promise_ends + 1}0401000000": text(company, sharing=SALE, months=24),
    }


def folder(root: Path, companies: Mapping[str, Mapping[str, str]]) -> Path:
    """Folders of dated files, one per policy."""
    for name, texts in companies.items():
        (root / name).mkdir(parents=True)
        for moment, content in texts.items():
            (root / name / f"{moment}.md").write_text(content, encoding="utf-8")
    return root


def store(root: Path, policy: str, texts: Mapping[str, str], *, url: str = "https://larkspur.example/privacy") -> SnapshotArchive:
    """A snapshots folder with one policy, stored as a run would."""
    archive = SnapshotArchive(root)
    for moment, content in texts.items():
        at = datetime.strptime(moment, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        snapshot = Snapshot(policy, url, at, "wayback", content.encode(), status=200, media_type="text/markdown")
        archive.keep(snapshot, kept_at=at)
    return archive


def repository(root: Path, commits: Sequence[tuple[str, str, str | bytes | None, str]]) -> Path:
    """A repository with one commit for each (author date, path, content, subject); a content of None removes the file."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    for moment, path, content, subject in commits:
        file = root / path
        if content is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--allow-empty", "--message", subject, at=moment)
    return root


def git(root: Path, *arguments: str, at: str = "2026-01-01T00:00:00Z") -> str:
    """Runs git; commits have the given author date, and another one as the time of the commit."""
    who = {f"GIT_{role}_{what}": "archivist@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    moments = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": "2026-05-05T00:00:00Z"}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *arguments], cwd=root, env=os.environ | who | moments | alone, check=True, capture_output=True, text=True)
    return done.stdout


def open_terms(root: Path) -> Path:
    """A versions repository of Open Terms Archive: SERVICE/TERMS TYPE.md, one commit per version."""
    where = "\n\nThis version was recorded after extracting from snapshot https://git.example/snapshots/commit/0a1b"
    policy, terms = "Larkspur Lamps/Privacy Policy.md", "Quillon & Sons/Terms of Service.md"
    return repository(
        root,
        [
            ("2022-01-01T06:00:00Z", "README.md", "# Versions\n", "Initial commit"),
            ("2022-01-01T10:30:00Z", policy, text("Larkspur"), f"First record of Larkspur Lamps Privacy Policy{where}"),
            ("2022-02-01T10:30:00+02:00", terms, text("Quillon"), f"First record of Quillon & Sons Terms of Service{where}"),
            ("2024-03-01T10:30:00Z", policy, text("Larkspur", sharing=SALE), f"Record new changes of Larkspur Lamps Privacy Policy{where}"),
            (
                "2024-05-01T10:30:00Z",
                policy,
                text("Larkspur", sharing=SALE, months=6),
                f"Apply technical or declaration upgrade on Larkspur Lamps Privacy Policy{where}",
            ),
        ],
    )


def princeton(path: Path, sites: Mapping[str, Mapping[str, str]]) -> Path:
    """A database with the tables of the Princeton-Leuven corpus, so far as they matter here; moments are 14 digits, or "2016A"."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            """
            CREATE TABLE sites (id INTEGER PRIMARY KEY, domain TEXT, categories TEXT);
            CREATE TABLE policy_texts (id INTEGER PRIMARY KEY, policy_text TEXT, sha1 TEXT, simhash TEXT, flesch_kincaid REAL);
            CREATE TABLE policy_snapshots (id INTEGER PRIMARY KEY, site_id INTEGER, policy_text_id INTEGER, alexa_rank INTEGER,
                homepage_snapshot_url TEXT, policy_snapshot_url TEXT, year INTEGER, phase TEXT);
            """
        )
        for domain, texts in sites.items():
            site = database.execute("INSERT INTO sites (domain) VALUES (?)", [domain]).lastrowid
            for moment, content in texts.items():
                number = database.execute("INSERT INTO policy_texts (policy_text) VALUES (?)", [content]).lastrowid
                digits = moment if len(moment) == 14 else ""
                address = f"https://web.archive.org/web/{digits}/http://{domain}/privacy" if digits else None
                year, phase = moment[:4], moment[4] if not digits else "A" if moment[4:6] < "07" else "B"
                database.execute(
                    "INSERT INTO policy_snapshots (site_id, policy_text_id, policy_snapshot_url, year, phase) VALUES (?, ?, ?, ?, ?)",
                    [site, number, address, int(year), phase],
                )
        database.commit()
    return path


def table(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """A CSV file of dated texts."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def policy(name: str = "larkspur") -> Policy:
    """A policy as a partition has it."""
    return Policy(name, "Larkspur", live=False)
