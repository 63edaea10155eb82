"""The app as a browser and a script reach it: a real server on loopback over a real store."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from monitor.web.access import Access
from monitor.web.application import make_app
from monitor.web.jobs import Jobs
from monitor.web.server import listen, make_server
from tests.cli.conftest import Mailbox, Page, User, kept, mailbox, page, policy_page, stored, user  # noqa: F401 - fixtures

TOKEN = re.compile(r'name="token" value="([^"]+)"')
WAIT = 60.0


class Site:
    """The app at its address, with a visitor who keeps cookies."""

    def __init__(self, port: int, jobs: Jobs) -> None:
        self.port, self.jobs = port, jobs
        self.address = f"http://127.0.0.1:{port}"
        self.visitor = requests.Session()
        self.visitor.trust_env = False

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.visitor.get(self.address + path, timeout=WAIT, **more)

    def token(self, path: str = "/-/add") -> str:
        return TOKEN.search(self.get(path).text)[1]  # type: ignore[index]

    def post(self, path: str, fields: dict[str, str] | None = None, **more: Any) -> requests.Response:
        """As the form on a page does; `token` may be given."""
        given = {"token": self.token()} | (fields or {})
        return self.visitor.post(self.address + path, data=given, timeout=WAIT, **more)

    def done(self, answer: requests.Response) -> str:
        """The page of the job to which an action led, once the job has ended."""
        assert answer.status_code == 200, answer.text
        job = self.jobs.find(answer.url.rpartition("/")[2])
        assert job is not None, answer.url
        self.jobs._thread.join(WAIT)  # type: ignore[union-attr]
        return self.get(f"/-/jobs/{job.id}").text


@contextmanager
def serving(config: Path, access: Access | None = None, environment: dict[str, str] | None = None) -> Iterator[Site]:
    jobs = Jobs()
    server = make_server(make_app(config, environment or {}, access or Access(), jobs))
    listening = listen("127.0.0.1", 0)
    site = Site(listening.getsockname()[1], jobs)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.should_exit = True
        jobs.stop(WAIT)
        thread.join(WAIT)
        listening.close()


@pytest.fixture(scope="session")
def standing(stored: Path) -> Iterator[Site]:  # noqa: F811 - the fixture
    """The app over the example, for requests that must change nothing."""
    with serving(stored / "config.yaml") as found:
        before = (stored / "config.yaml").read_bytes()
        yield found
        assert (stored / "config.yaml").read_bytes() == before
        assert found.jobs.latest() == []


@pytest.fixture
def site(kept: User) -> Iterator[Site]:  # noqa: F811 - the fixture
    """The app over the example."""
    with serving(kept.home / "config.yaml") as found:
        yield found


@pytest.fixture
def watching(user: User, page: Page, mailbox: Mailbox) -> Iterator[Callable[..., Site]]:  # noqa: F811 - the fixtures
    """Over one live page, with mail; the caller may name more settings."""
    opened = []

    def start(**policy: Any) -> Site:
        email = {"to": ["privacy@reader.example"], "from": "monitor@reader.example", "url": mailbox.url}
        user.configure({"id": "larkspur", "name": "Larkspur", "url": page.url, "tags": ["shops"]} | policy, alerts={"email": email})
        context = serving(user.home / "config.yaml")
        opened.append(context)
        return context.__enter__()

    yield start
    for context in opened:
        context.__exit__(None, None, None)
