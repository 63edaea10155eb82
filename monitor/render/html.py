"""Templates to text: one Jinja environment that escapes everything, under a strict content security policy."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from threading import get_ident

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup, escape

from monitor.present import phrases
from monitor.present.inert import page_text, web_address
from monitor.present.spoken import spoken
from monitor.render.redline import height_class
from monitor.render.style_sheet import sheet_name
from monitor.timestamps import utc_iso

_HERE = Path(__file__).parent
_MADE_OF = (_HERE, _HERE.parent / "present")


def content_security_policy(*, script: bool = False) -> str:
    """What a page may load: its style sheet, and with `script` a script beside it; the page itself can contain none.

    No other script, image, font or form can load, even if escaping failed somewhere. For pages that are opened from disk, some browsers
    hold that nothing has the same origin, so files are named as well.
    """
    # Sorting and search of the overview are the only script there is.
    allowed = "script-src 'self' file:; " if script else ""
    return f"default-src 'none'; style-src 'self' file:; {allowed}base-uri 'none'; form-action 'none'"


def render(template: str, **values: object) -> str:
    """A template's text; every value is escaped, whatever the template's name, and every value must be given.

    Raises:
        jinja2.UndefinedError: the template needs a value that was not given.
    """
    return _environment().get_template(template).render(**values) + "\n"


def render_from(folder: Path, template: str, **values: object) -> str:
    """The same for a template in another folder, which may use ours."""
    return _environment(folder).get_template(template).render(**values) + "\n"


def escaped(text: str) -> str:
    """Text as HTML source, for formats that carry HTML within another escape."""
    return str(escape(page_text(text)))


@lru_cache(maxsize=1)
def renderer_digest() -> str:
    """A digest of the renderer's own files, so that pages made by another version of it are rendered again."""
    files = sorted(p for folder in _MADE_OF for p in folder.rglob("*") if p.suffix in (".py", ".j2", ".css", ".js"))
    return hashlib.sha256(b"\0".join(p.read_bytes() for p in files)).hexdigest()[:16]


def _without_forbidden_characters(value: object) -> object:
    return page_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _anchor(change_id: str) -> str:
    """A change's id as a page fragment: unchanged if it is a plain word, else its digest."""
    plain = re.fullmatch(r"[A-Za-z0-9_-]{1,64}", change_id)
    return change_id if plain else hashlib.sha256(change_id.encode("utf-8", "replace")).hexdigest()[:16]


@lru_cache(maxsize=1024)  # a page shows the dates of few versions many times
def time(moment: datetime, *, exact: bool = False) -> Markup:
    """A moment as it is shown; with `exact`, to the minute."""
    words = phrases.minute(moment) if exact else phrases.day(moment)
    return Markup('<time datetime="{}">{}</time>').format(utc_iso(moment), words)


class CompiledTemplates(BytecodeCache):
    """Compiled templates, kept where Python keeps compiled modules: compiling took a third of a second of each process that renders.

    Files in `__pycache__` beside the templates, each valid for one source, one program and one compiler.

    Where they can't be written, as in a package that belongs to root, templates are compiled in each process. Nothing is written if Python
    was told to write no bytecode.

    Args:
        made_for: identifies what a compiled template depends on besides its source: the environment's options and filters.
    """

    def __init__(self, made_for: str) -> None:
        # An upgrade of Jinja may compile otherwise; its own mark in each file only says what it can still load.
        self._made_for = f"{made_for} {version('jinja2')} {version('markupsafe')}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The path of the file; empty for a template that is in none."""
        return cache_from_source(filename) if filename else ""

    def get_source_checksum(self, source: str) -> str:
        """What a file begins with if it is of this source."""
        return hashlib.sha256(f"{self._made_for}\n{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what is kept, unless it is damaged or of something else."""
        with suppress(OSError), Path(bucket.key).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled; readers see all of it or nothing."""
        if sys.dont_write_bytecode or not bucket.key:
            return
        path = Path(bucket.key)
        # Two threads of the web app may compile the same template at once, so each writes a file of its own.
        scratch = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}")
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            try:
                scratch.write_bytes(bucket.bytecode_to_string())
                scratch.replace(path)
            finally:
                scratch.unlink(missing_ok=True)


@lru_cache(maxsize=2)
def _environment(*folders: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([*folders, _HERE / "templates"]), autoescape=True,
        undefined=StrictUndefined, finalize=_without_forbidden_characters,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False,
        # The templates come with the program; to look whether they changed, for each page and part of a page, took a tenth of rendering.
        auto_reload=False,
        bytecode_cache=CompiledTemplates(renderer_digest()),
    )  # fmt: skip
    environment.filters |= {
        "anchor": _anchor, "capitalise": phrases.capitalise, "change_counts": phrases.change_counts, "date_pair": phrases.date_pair,
        "day": phrases.day, "findings": phrases.findings, "height_class": height_class, "iso": utc_iso, "language": phrases.language,
        "link": web_address, "not_judged": phrases.not_judged, "plural": phrases.plural, "policy_title": phrases.policy_title,
        "shorten": phrases.shorten, "source": phrases.source, "stated": phrases.stated_date, "time": time, "topic": phrases.topic,
        "topics": phrases.topics, "in_brief": phrases.in_brief,
        "whole_side": phrases.whole_side, "words": phrases.without_link_targets, "without_marks": phrases.without_marks,
    }  # fmt: skip
    environment.globals |= {
        "sheet_name": sheet_name,
        "content_security_policy": content_security_policy,
        "directions": phrases.DIRECTIONS,
        "spoken": spoken,
        "things": phrases.FIRST,
        "things_to_know": phrases.things_to_know,
    }
    return environment
