"""Whose it is and where it stays: rights that are kept or given away, data that leave the device, a freedom of both sides or of one."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.sentence import BETTER, WORSE, Edit, Turn, Words, is_about_one_thing, is_denied, plain, stands

_LONGEST = 20
_RIGHTS = frozenset(("right", "rights", "ownership", "title", "property", "copyright", "interest"))
_KEEPING = frozenset(("keep", "retain", "own", "hold", "remain", "remains", "stay", "stays"))
_ASSIGNING = frozenset(("assign", "transfer", "cede"))
_BELONGING = frozenset(("belong", "belongs"))


def by_ownership(one: Words, two: Words) -> Iterator[Turn]:
    """ "You keep all rights in your photos", "you assign all rights in your photos to us"."""
    owners = [_owner(words) for words in (one, two)]
    if sorted(owners) == ["company", "reader"] and is_about_one_thing(one, two, _ASIDE):
        yield Turn("parties", WORSE if owners[0] == "reader" else BETTER)


def _owner(words: Words) -> str:
    """Who has the rights, where a sentence says that; empty where it says another thing."""
    if len(words) > _LONGEST or is_denied(words) or "if" in words:
        return ""
    if stands(("our", "property"), words) or stands(("our", "sole", "property"), words) or stands(("our", "exclusive", "property"), words):
        return "company"
    if not _BELONGING.isdisjoint(words):
        return "company" if words[-2:] == ("to", "us") else "reader" if words[-2:] == ("to", "you") else ""
    if words[:1] == ("you",) and not _ASSIGNING.isdisjoint(words[1:4]):
        return "company" if not _RIGHTS.isdisjoint(words) and stands(("to", "us"), words) else ""
    readers = words[:1] == ("you",) or "yours" in words
    if words[-2:] == ("are", "yours") or words[-2:] == ("is", "yours"):
        return "reader"
    kept = not _KEEPING.isdisjoint(words)
    return "reader" if readers and kept and ("yours" in words or "own" in words or not _RIGHTS.isdisjoint(words)) else ""


_ASIDE = _RIGHTS | _KEEPING | _ASSIGNING | {"all", "become", "becomes", "device", "server", "servers"}
_DEVICE = (
    ("on", "device"),
    ("on", "phone"),
    ("on", "your", "device"),
    ("on", "your", "phone"),
    ("on", "your", "computer"),
    ("on", "your", "own", "device"),
)
_SENT = frozenset(("sent", "uploaded", "transmitted", "transferred", "stored", "saved", "processed", "copied", "backed"))
_AWAY = frozenset(("server", "servers", "cloud", "us"))


def by_device(one: Words, two: Words) -> Iterator[Turn]:
    """ "Your recordings stay on your device", "your recordings are sent to our servers"."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two):
        return
    local = [any(stands(words, sentence) for words in _DEVICE) for sentence in (one, two)]
    away = [not _SENT.isdisjoint(sentence) and not _AWAY.isdisjoint(sentence) for sentence in (one, two)]
    if local[0] != local[1] and away[local.index(False)] and not away[local.index(True)] and is_about_one_thing(one, two, _ASIDE):
        yield Turn("words", WORSE if local[0] else BETTER)


_BOTH = (("either", "party"), ("either", "of", "us"), ("both", "parties"), ("each", "party"))


def by_freedom(one: Words, two: Words, edit: Edit) -> Iterator[Turn]:
    """ "Either party may end it", "we may end it": what the reader could do as well."""
    kind, a, b, c, d = edit
    if kind != "replace" or a or c or is_denied(one) or not {"may", "can"} & set(one[b : b + 1]):
        return
    both = [words in _BOTH for words in (one[a:b], two[c:d])]
    alone = [words == ("we",) for words in (one[a:b], two[c:d])]
    if both[0] and alone[1]:
        yield Turn("parties", WORSE)
    elif both[1] and alone[0]:
        yield Turn("parties", BETTER)


def by_form(one: Words, two: Words, edit: Edit) -> Iterator[Turn]:
    """ "We store it (in hashed form)": the form in which data are kept came, or went."""
    kind, a, b, c, d = edit
    words = plain(one[a:b] if kind == "delete" else two[c:d] if kind == "insert" else ())
    said = len(words) in (2, 3) and words[0] == "in" and words[-1] == "form" and words[1] in word_list("protected-states")
    if said and one[:1] != ("you",) and not is_denied(one):
        yield Turn("words", WORSE if kind == "delete" else BETTER)
