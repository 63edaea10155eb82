"""A user's environment: a folder with a configuration, a web server, a mail server, and the command line."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import main
from tests.conftest import made_once
from tests.net.mail_server import FreePortController
from tests.net.web_server import Handler, WebServer
from tests.sources.conftest import archive, calm, pywb, shims  # noqa: F401 - fixtures

PROMISE = "Larkspur does NOT share, sell, rent, or trade your personal information with third parties for their promotional purposes."
BROKEN = "Larkspur may share your personal information with selected partners for their own marketing purposes."


@dataclass
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class User:
    """Someone at a prompt in a folder of their own."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self._capsys = home, capsys

    def __call__(self, *argv: str) -> Result:
        self._capsys.readouterr()
        code = main(argv)
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        return Result(code, out, err)

    def configure(self, *policies: dict[str, Any], **settings: Any) -> None:
        """YAML 1.2 is a superset of JSON."""
        text = json.dumps({"policies": list(policies), **settings}, indent=1)
        (self.home / "config.yaml").write_text(text)


@pytest.fixture
def user(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> User:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    return User(home, capsys)


def policy_page(*, sharing: str = PROMISE, retention: str = "Your account information is deleted after 12 months.") -> bytes:
    """A page that reads like a policy, with a menu and a footer around it."""
    return f"""<!doctype html><html lang="en"><head><title>Privacy Policy | Larkspur</title></head><body>
<nav><a href="/">Home</a> <a href="/shop">Shop</a></nav><main><h1>Privacy Policy</h1><p>Last updated: March 1, 2020</p>
<h2>1. Who we are</h2><p>Larkspur Bicycles runs this shop and is responsible for the personal information that you give us here.
This policy tells you what we collect, why we collect it, who sees it and how long we keep it.</p>
<h2>2. What we collect</h2><p>When you order we ask for your name, your address and your e-mail address.
Our server writes down the pages that you visit and the kind of browser that you use.</p>
<h2>3. How we use it</h2><p>We use your information to deliver your orders and to answer your questions.</p>
<h2>4. Sharing</h2><p>{sharing}</p><p>We disclose information when a court requires it.</p>
<h2>5. Retention</h2><p>{retention}</p><p>Invoices are kept for seven years.</p>
<h2>6. Your rights</h2><p>You may see and correct your information at any time.</p>
<h2>7. Contact</h2><p>Write to privacy@larkspur.example with any question about this policy.</p></main>
<footer>© Larkspur Bicycles</footer></body></html>""".encode()


class Page:
    """One page of a web server, with validators as real servers send them."""

    def __init__(self, web: WebServer, path: str = "/privacy") -> None:
        self.body, self.status, self.answers, self.etag = policy_page(), 200, list[int](), True
        self.url = web.address + path
        web.pages[path] = self._answer

    def _answer(self, handler: Handler) -> None:
        tag = f'"{abs(hash(self.body))}"'
        if self.status == 200 and self.etag and handler.headers.get("If-None-Match") == tag:
            self.answers.append(304)
            handler.answer(304, b"", {"ETag": tag}, length=0)
            return
        self.answers.append(self.status)
        handler.answer(self.status, self.body, {"ETag": tag} if self.etag else {})


@pytest.fixture
def page(web: WebServer) -> Page:
    return Page(web)


class Mailbox:
    """A real SMTP server on loopback that can be made to refuse."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse = False
        self._lock = threading.Lock()
        self.controller = FreePortController(self, hostname="127.0.0.1", port=0)

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802 - the library's name
        if self.refuse:
            return "451 try again later"
        mail = BytesParser(policy=default).parsebytes(envelope.content)
        with self._lock:
            self.mails.append(mail)
        return "250 OK"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    box.controller.start()
    yield box
    box.controller.stop()


@pytest.fixture
def watched(user: User, page: Page, mailbox: Mailbox) -> Callable[..., None]:
    """Tracks the page, with mail."""

    def configure(**policy: Any) -> None:
        email = {"to": ["privacy@reader.example"], "from": "monitor@reader.example", "url": mailbox.url}
        user.configure({"id": "larkspur", "name": "Larkspur", "url": page.url} | policy, alerts={"email": email})

    configure()
    return configure


@pytest.fixture
def example(user: User, root: Path) -> User:
    """The repository's own configuration, in a folder of its own."""
    shutil.copy(root / "config.yaml", user.home)
    shutil.copytree(root / "examples", user.home / "examples")
    return user


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The example after its first run: one policy, seven versions, one refused snapshot. Not to be changed."""

    def run(home: Path) -> None:
        shutil.copy(root / "config.yaml", home)
        shutil.copytree(root / "examples", home / "examples")
        assert main(["--config", str(home / "config.yaml"), "run", "--quiet"]) == 0

    return made_once("stored", run, tmp_path_factory)


@pytest.fixture
def kept(user: User, stored: Path) -> User:
    """A copy of it."""
    shutil.copytree(stored, user.home, dirs_exist_ok=True)
    return user
