"""The tokens of forms: of this process, this browser and this user, for a time."""

from __future__ import annotations

import pytest

from monitor.web.access import Refused
from monitor.web.tokens import Tokens


def test_a_token_is_good_for_its_browser_and_user_alone() -> None:
    tokens = Tokens()
    word = tokens.word(None)
    token = tokens.token(word, "ada")
    tokens.check(token, word, "ada")
    for cookie, user in ((tokens.word(None), "ada"), (word, "eve"), (word, ""), (None, "ada"), ("", "ada"), ("ä", "ada")):
        with pytest.raises(Refused, match="nothing was done"):
            tokens.check(token, cookie, user)


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "WyJhIiwiIl0.a.b", "ä" * 50, "\0"])
def test_what_is_no_token(token: str) -> None:
    with pytest.raises(Refused, match="out of date"):
        Tokens().check(token, "a" * 24, "")


def test_another_process_has_another_key() -> None:
    one, other = Tokens(), Tokens()
    word = one.word(None)
    with pytest.raises(Refused):
        other.check(one.token(word, ""), word, "")


def test_a_token_ends() -> None:
    tokens = Tokens(lifetime=-1)
    word = tokens.word(None)
    with pytest.raises(Refused, match="out of date"):
        tokens.check(tokens.token(word, ""), word, "")


def test_a_browser_keeps_its_word_if_it_can_be_one() -> None:
    tokens = Tokens()
    word = tokens.word(None)
    assert tokens.word(word) == word
    for odd in ("", "a", "a" * 25, "a" * 23 + ";", "ä" * 24, '"' * 24):
        assert tokens.word(odd) != odd
