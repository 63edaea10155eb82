"""Three installations over one list of policies, on hosts of loopback: each policy is checked by one, and no host is asked by two."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import User, policy_page
from tests.net.serving import serve
from tests.net.web_server import Handler

HOSTS = [f"127.0.0.{n}" for n in range(2, 11)]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers on every address of 127.0.0.0/8")


class Hosts:
    """One server on all addresses of this machine; remembers which host was asked, and by whom."""

    def __init__(self) -> None:
        self.asked: dict[str, set[str]] = defaultdict(set)
        self.paths_asked: list[tuple[str, str]] = []

        class Noting(Handler):
            def do_GET(handler) -> None:  # noqa: N802, N805 - the name that http.server calls
                host = handler.headers["Host"].partition(":")[0]
                self.asked[host].add(handler.headers["User-Agent"])
                self.paths_asked.append((host, handler.path))
                if handler.path == "/robots.txt":
                    handler.answer(404)
                else:
                    handler.answer(
                        200, policy_page(retention=f"Your data on {host}{handler.path} is deleted."), {"Content-Type": "text/html"}
                    )

        self._server = ThreadingHTTPServer(("0.0.0.0", 0), Noting)  # all of 127.0.0.0/8
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        serve(self._server)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    server = Hosts()
    yield server
    server.stop()


def configured(home: Path, hosts: Hosts, shard: str) -> Path:
    """The same policies everywhere; only `shard` and the name differ."""
    home.mkdir()
    policies = "".join(
        f"  - {{id: p{n}-{page}, name: P, url: 'http://{host}:{hosts.port}/{page}'}}\n" for n, host in enumerate(HOSTS) for page in "ab"
    )
    name = f"fetch: {{user_agent: shard-{shard.replace('/', '-of-')}}}"
    (home / "config.yaml").write_text(f"shard: {shard}\n{name}\npolicies:\n{policies}", encoding="utf-8")
    return home


def stored(home: Path) -> set[str]:
    return {path.parent.name for path in (home / "snapshots").glob("*/ledger.jsonl") if path.parent.name.startswith("p")}


def test_three_runs_check_each_policy_once_and_share_no_host(tmp_path: Path, hosts: Hosts) -> None:
    homes = [configured(tmp_path / f"home-{n}", hosts, f"{n}/3") for n in (1, 2, 3)]
    # What a daemon does on its schedule; three processes at once, which know nothing of each other.
    command = [sys.executable, "-m", "monitor", "run", "--quiet"]
    running = [subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL) for home in homes]
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0]
    wanted = {f"p{n}-{page}" for n in range(len(HOSTS)) for page in "ab"}
    kept = [stored(home) for home in homes]
    assert sorted(name for names in kept for name in names) == sorted(wanted)
    assert all(kept)
    assert {host: len(by) for host, by in hosts.asked.items()} == dict.fromkeys(HOSTS, 1)
    pages = [asked for asked in hosts.paths_asked if asked[1] != "/robots.txt"]
    assert len(pages) == len(set(pages)) == len(wanted)


def test_a_policy_of_another_shard_is_named(user: User, hosts: Hosts) -> None:
    home = configured(user.home / "home", hosts, "1/3")
    results = {name: user("--config", str(home / "config.yaml"), "check", name) for name in (f"p{n}-a" for n in range(len(HOSTS)))}
    elsewhere = [result.err for result in results.values() if result.code == 2]
    assert 0 < len(elsewhere) < len(results)
    assert all("is watched by shard " in says for says in elsewhere)


def test_a_shard_that_is_none_is_refused_with_its_line(user: User, hosts: Hosts) -> None:
    home = configured(user.home / "home", hosts, "4/3")
    result = user("--config", str(home / "config.yaml"), "check")
    assert result.code == 2
    assert "config.yaml:1: shard" in result.err
