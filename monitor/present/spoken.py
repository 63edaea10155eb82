"""The attributes with which a quote in another language is read aloud and drawn correctly: its language and its direction."""

from __future__ import annotations

from markupsafe import Markup

from monitor.core.text.locales import is_right_to_left

_OURS = "en"
_UNTOLD = ("und", "", None)


def spoken(language: str | None) -> Markup:
    """HTML attributes for a quote.

    >>> spoken("ar"), spoken("en"), spoken(None)
    (Markup('lang="ar" dir="rtl"'), Markup('dir="auto"'), Markup('dir="auto"'))
    """
    if language in _UNTOLD or language == _OURS:
        return Markup('dir="auto"')
    return Markup('lang="{}" dir="{}"').format(language, "rtl" if is_right_to_left(language) else "ltr")
