from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.notify.redact import redact

SECRET = "s3cr:t/p@ss!"


@pytest.mark.parametrize("form", [SECRET, quote(SECRET), quote(SECRET, safe=""), base64.b64encode(SECRET.encode()).decode()])
def test_a_secret_is_replaced_in_every_form(form: str) -> None:
    assert redact(f"535 no user for {form}", [SECRET]) == "535 no user for ***"


def test_a_secret_that_was_given_percent_encoded_is_found_decoded() -> None:
    assert redact("no user for a b", ["a%20b"]) == "no user for ***"


def test_the_longest_form_goes_first_so_that_no_rest_is_left() -> None:
    assert redact("token=abcdef", ["abc", "abcdef"]) == "token=***"


def test_a_message_is_one_line_of_bounded_length() -> None:
    text = redact("line\r\nnext " + "word " * 200, [])
    assert text.startswith("line next")
    assert len(text) <= 300
    assert redact("kept", ["", "x"]) == "kept"


@given(st.text(alphabet="abc%/ :", max_size=40), st.text(alphabet="xyz/%@:", min_size=4, max_size=12))
def test_no_secret_is_ever_left(text: str, secret: str) -> None:
    assert secret not in redact(f"{text} {secret} {text}", [secret]).replace("***", " ")
