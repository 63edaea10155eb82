"""Templates to text: one Jinja environment that escapes everything, and the page's own stylesheet under a strict policy."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.present import phrases
from monitor.render.redline import weight
from monitor.timestamps import utc_iso

_HERE = Path(__file__).parent
# Not allowed in XML 1.0 (section 2.2) or a parse error in HTML (13.2.3.5): controls, lone surrogates, noncharacters.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_UNPRINTABLE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}]")


def scrub(value: object) -> object:
    """Replaces characters that no page may hold by U+FFFD (carriage returns by line feeds); anything but plain text passes."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return _UNPRINTABLE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))


def escaped(text: str) -> str:
    """Text as HTML source, for formats that carry HTML within another escape."""
    return str(escape(scrub(text)))


def safe_link(address: str | None) -> str | None:
    """The address when a browser may be sent there: http or https with a host and no blanks or controls; else None."""
    if not address or re.search(r"[\s\x00-\x20\x7f-\x9f\\]", address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def _anchor(change_id: str) -> str:
    """A change's id as a page fragment: itself when it is plain, a digest of it when it is not."""
    plain = re.fullmatch(r"[A-Za-z0-9_-]{1,64}", change_id)
    return change_id if plain else hashlib.sha256(change_id.encode("utf-8", "replace")).hexdigest()[:16]


def _time(moment: datetime, *, exact: bool = False) -> Markup:
    words = phrases.minute(moment) if exact else phrases.day(moment)
    return Markup('<time datetime="{}">{}</time>').format(utc_iso(moment), words)


@lru_cache(maxsize=1)
def _style() -> Markup:
    return Markup((_HERE / "style.css").read_text(encoding="utf-8"))  # noqa: S704 (our own file)


@lru_cache(maxsize=1)
def _content_security_policy() -> str:
    digest = base64.b64encode(hashlib.sha256(str(_style()).encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=1)
def edition() -> str:
    """A digest of the renderer itself, so that a page made by another one is made again."""
    made_of = sorted(p for p in _HERE.rglob("*") if p.suffix in (".py", ".j2", ".css"))
    return hashlib.sha256(b"\0".join(p.read_bytes() for p in made_of)).hexdigest()[:16]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, finalize=scrub,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False,
    )  # fmt: skip
    environment.filters |= {
        "anchor": _anchor, "counted": phrases.counted, "day": phrases.day, "iso": utc_iso, "link": safe_link, "plural": phrases.plural,
        "shorten": phrases.shorten, "source": phrases.source, "stated": phrases.stated, "time": _time, "topic": phrases.topic,
        "apart": phrases.apart, "grouped": phrases.grouped, "whole": phrases.whole, "weight": weight, "words": phrases.without_targets,
    }  # fmt: skip
    environment.globals |= {"style": _style, "content_security_policy": _content_security_policy, "directions": phrases.DIRECTIONS}
    return environment


def render(template: str, **values: object) -> str:
    """A template's text; every value is escaped whatever the template's name, and must be given.

    Raises:
        jinja2.UndefinedError: the template needs a value that was not given.
    """
    return _environment().get_template(template).render(**values) + "\n"
