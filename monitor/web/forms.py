"""Forms as they arrive: read, bounded, and with a token that is ours."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from monitor.web.access import Refused
from monitor.web.tokens import COOKIE, Tokens

_FIELDS = 40
_FORM = "application/x-www-form-urlencoded"


async def form_of(request: Request, tokens: Tokens) -> Mapping[str, str]:
    """The fields of a form; of one that is given twice, the last.

    Raises:
        Refused: it is no form, has too many fields, or no token of ours.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise Refused(f"Only forms ({_FORM}) are accepted.", 415)
    try:
        text = (await request.body()).decode("ascii")
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict"))
    except ValueError:  # more fields than that, or bytes that are no UTF-8
        raise Refused("The form can't be read.", 400) from None
    tokens.check(fields.pop("token", ""), request.cookies.get(COOKIE), request.state.user)
    return {name: _clean(value) for name, value in fields.items()}


def _clean(value: str) -> str:
    """Without the control characters that no field of ours has."""
    return "".join(letter for letter in value if letter.isprintable() or letter in " \n").strip()
