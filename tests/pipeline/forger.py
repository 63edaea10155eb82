"""Someone who can write to the whole store and knows its format."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from monitor.pipeline.context import MonitorContext
from monitor.pipeline.rebuild import rebuild
from monitor.pipeline.refresh import refresh
from tests.pipeline.pipeline_world import World, open_world

Line = dict[str, Any]


class Forger:
    """Changes a store so that as much as possible still fits together."""

    def __init__(self, home: Path, world: World, context: MonitorContext) -> None:
        self.home, self.store, self.reports = home, home / "snapshots", home / "reports"
        self._world, self._policies = world, context.policies

    def context(self) -> MonitorContext:
        """The store as another process opens it."""
        return open_world(self.home, self._world, policies=self._policies)

    # --- ledgers ---

    def lines(self, policy: str = "larkspur") -> list[Line]:
        return [json.loads(line) for line in (self.store / policy / "ledger.jsonl").read_text().splitlines()]

    def write(self, lines: list[Line], policy: str = "larkspur") -> None:
        """A ledger with these lines, chained anew, and a head that fits."""
        previous, out = "0" * 64, []
        for number, line in enumerate(lines, start=1):
            out.append(json.dumps({**line, "previous": previous, "sequence": number}, separators=(",", ":")))
            previous = sha256(out[-1].encode()).hexdigest()
        folder = self.store / policy
        (folder / "ledger.jsonl").write_text("".join(f"{line}\n" for line in out))
        (folder / "ledger.head").write_text(json.dumps({"lines": len(out), "sha256": previous}) + "\n")

    def change(self, number: int, change: Callable[[Line], Line], policy: str = "larkspur") -> None:
        lines = self.lines(policy)
        lines[number] = change(lines[number])
        self.write(lines, policy)

    def forge_bytes(self, number: int, old: bytes, new: bytes) -> None:
        """Other bytes of one snapshot, with their digest, size and name in the ledger."""
        line = self.lines()[number]
        path = self.store / line["path"]
        body = gzip.decompress(path.read_bytes())
        assert old in body
        body = body.replace(old, new)
        digest = sha256(body).hexdigest()
        name = line["path"].replace(line["sha256"][:8], digest[:8])
        path.unlink()
        (self.store / name).write_bytes(gzip.compress(body, 6, mtime=0))
        self.change(number, lambda one: {**one, "sha256": digest, "size": len(body), "path": name})

    def cut(self, count: int = 1) -> None:
        """Without the last snapshots: lines and bytes."""
        lines = self.lines()
        for line in lines[-count:]:
            (self.store / line["path"]).unlink()
        self.write(lines[:-count])

    def remove(self, policy: str = "larkspur") -> None:
        shutil.rmtree(self.store / policy)
        shutil.rmtree(self.reports / policy, ignore_errors=True)

    # --- what hides it ---

    def rederive(self) -> None:
        """As `report --rederive` does, run by the forger."""
        context = self.context()
        kept = [policy for policy in context.policies if (self.store / policy.id).exists()]
        refresh(context, kept, rederive=True, rerender=True)

    def rebuild(self) -> None:
        rebuild(self.context())

    def forget_roots(self) -> None:
        (self.store / ".record/roots.jsonl").unlink()

    def forget_alerts(self, about: str = "larkspur") -> None:
        """Without a policy's alerts, and without the notes on them."""
        self.write([line for line in self.lines(".record") if line["about"] != about], ".record")
        self.sql("state", "delete from deliveries where alert_id in (select id from alerts where policy = ?)", about)
        self.sql("state", "delete from alerts where policy = ?", about)

    def log_anew(self) -> None:
        """A log of roots as if nothing had happened: the forged state under the time of the real one."""
        context = self.context()
        self.forget_roots()
        context.archive.roots.log(context.now())

    def rename_root(self, root: str) -> None:
        """The log says that the root which somebody kept stood for the forged state."""
        path = self.store / ".record/roots.jsonl"
        self.log_anew()
        data = json.loads(path.read_text().splitlines()[-1])
        path.write_text(json.dumps({**data, "root": root}) + "\n")

    def sql(self, name: str, statement: str, *values: object) -> None:
        with closing(sqlite3.connect(self.store / f"{name}.sqlite")) as db, db:
            assert db.execute(statement, values).rowcount != 0, statement

    def replace_in(self, path: Path, old: str, new: str) -> None:
        text = path.read_text()
        assert old in text, path
        path.write_text(text.replace(old, new))

    def link(self, path: Path) -> None:
        """The file or folder moved out of the way, with a symbolic link in its place."""
        target = self.home / f"elsewhere-{path.name}"
        path.rename(target)
        path.symlink_to(target)
