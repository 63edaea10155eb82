"""Pages that burn processor time and memory beside honest ones, which must be checked in time; part of bench/reliability.py."""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import psutil

from bench.hostile_pages import PAGES, Page
from bench.testbed import COMMAND, Mails, Row, configure, from_checkout, policy_text, run, serving

HONEST = 20
_TICK = 0.1
_HONEST = re.compile(r"\bg\d+\b", re.IGNORECASE)


class _Host:
    """Hostile pages under /h/NUMBER and honest ones under /g/NUMBER; before `turned`, all of them are honest."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.turned = False
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                kind, _, number = self.path[1:].partition("/")
                status, body, headers = 200, policy_text(f"{kind}{number}", broken=host.turned), {"Content-Type": "text/html"}
                if kind == "h" and host.turned:
                    body, headers = pages[int(number)]
                elif kind not in {"h", "g"}:
                    status, body = 404, b""
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                return

        self._server = serving(Handler)
        self.port = self._server.server_address[1]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def hostile(names: Sequence[str] = ()) -> list[Row]:
    """One run in which so many pages turn hostile at once and the honest ones change.

    Args:
        names: of `bench.hostile_pages.PAGES`; all by default.
    """
    names = names or tuple(PAGES)
    host, mails = _Host([PAGES[name]() for name in names]), Mails()
    try:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            tracked = [_policy("h", n, host.port) for n in range(len(names))]
            # Honest pages last: in the order of the configuration all of the others come before them.
            configure(home, [*tracked, *(_policy("g", n, host.port) for n in range(HONEST))], alerts=mails.alerts)
            run(home, "run")
            host.turned = True
            whole, most, mailed = _watched(home, lambda: sum(_HONEST.search(subject) is not None for subject in mails.subjects))
            status = run(home, "status", "--format", "json").json["policies"]
            wrong = {p["policy"]: p["says"] or (p["refused"] or {}).get("says") for p in status}
            told = [f"{name}: {wrong[f'h{n}']}" for n, name in enumerate(names) if wrong[f"h{n}"]]
            print("\n".join(told))
            again = run(home, "verify").code
    finally:
        host.stop()
        mails.stop()
    return [
        (f"{len(names)} pages turn hostile, {HONEST} honest ones change: alerts about these", f"{len(mailed)}", str(HONEST)),
        ("the last of them after", f"{max(mailed, default=0):.0f} s", "not delayed by more than two seconds per hostile page"),
        ("that whole run", f"{whole:.0f} s", "ends"),
        ("of the hostile pages, read; told as failures", f"{len(names) - len(told)}; {len(told)}", ""),
        ("memory at most: the program; with its worker", f"{most[0]:.0f}; {most[1]:.0f} MB", "in all < 400 MB"),
        ("`verify` afterwards", "clean" if again == 0 else "NOT clean", "clean"),
    ]


def _policy(kind: str, number: int, port: int) -> dict[str, str]:
    side = 1 if kind == "h" else 2
    return {"id": f"{kind}{number}", "url": f"http://127.0.{side}.{number + 1}:{port}/{kind}/{number}"}


def _watched(home: Path, count: Callable[[], int]) -> tuple[float, tuple[float, float], list[float]]:
    """Seconds that a run takes, megabytes of it alone and with its worker at most, and after how many seconds `count` rose, each time."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*COMMAND, "run"], cwd=home, stdout=quiet, stderr=quiet, env=from_checkout()) as running:
        begun, alone, both, rose = time.monotonic(), 0.0, 0.0, list[float]()
        while running.poll() is None:
            own, all_of_it = _megabytes(running.pid)
            alone, both = max(alone, own), max(both, all_of_it)
            rose += [time.monotonic() - begun] * (count() - len(rose))
            time.sleep(_TICK)
        whole = time.monotonic() - begun
        return whole, (alone, both), rose + [whole] * (count() - len(rose))


def _megabytes(pid: int) -> tuple[float, float]:
    own = total = 0.0
    try:
        program = psutil.Process(pid)
        own = total = program.memory_info().rss / 1e6
        total += sum(one.memory_info().rss / 1e6 for one in program.children(recursive=True))
    except psutil.NoSuchProcess:
        pass
    return own, total
