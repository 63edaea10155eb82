"""The HTML part of a mail: Jinja2 with escaping on in every template, styles inlined, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from monitor.notify.views import AlertView

_TEMPLATES = Path(__file__).parent / "templates"


def render_html(views: Sequence[AlertView], *, subject: str, left_out: int = 0) -> str:
    """The message as one HTML document; `left_out` alerts did not fit and are counted at its end."""
    return _template().render(views=views, subject=subject, left_out=left_out)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("message.html")
