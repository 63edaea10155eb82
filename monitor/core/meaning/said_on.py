"""What a sentence says on a topic: that something is done, that it is not, or neither.

A sentence states it by its own verbs; an answer, a row of a table and an entry of a list do so with what stands above them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from monitor.core.meaning.fragments import Above
from monitor.core.meaning.negation import negations
from monitor.core.meaning.row_answers import cells_of, head_of, is_answer, is_hedged, opening_answer, yes_or_no
from monitor.core.meaning.said import NOT_READ, Polarity, Said, binds_the_reader, said_of, statements_said
from monitor.core.meaning.statements.conditions import condition_of
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.statements.vocabulary import forms_of
from monitor.core.meaning.topic_names import ACTS
from monitor.core.text.lexicon import english
from monitor.core.text.tokens import word_row

_AUXILIARIES = frozenset(("do", "does", "did"))
_MOVED = frozenset(("will", "would", "can", "could", "may", "is", "are", "was", "were", "has", "have"))
_ASKED = {"i": "you", "my": "your", "me": "you", "mine": "yours", "our": "your"}
_OWNERS = frozenset(("my", "your", "our", "the", "any"))
_NAMES = 2
"""What a concept counts at least for a topic that it names: "advertising partners" names advertising, and says something of sharing."""
_LISTED = frozenset(("cookie", "cookies", "tracker", "trackers", "pixel", "pixels", "beacon", "beacons"))
_RECIPIENTS = frozenset(("subprocessor", "subprocessors", "processors", "recipient", "recipients"))
_RECEIVING = frozenset(("receives", "receive", "gets", "share", "shared", "shares", "disclose", "disclosed", "discloses"))
_SOLD, _TAKEN, _TRACKED = "sale-of-data", "third-party-sharing", "advertising-tracking"
_TRAINED, _TRAINING = "ai-training", ("train", "develop", "improv", "learn", "teach", "tun")
_OF_DATA = frozenset((_SOLD, _TAKEN))
_DATA = frozenset(("data", "information"))


def said_on(topic: str, text: str, above: Above, stated: Sequence[Statement], names: frozenset[str]) -> Said:
    """What a sentence says on a topic.

    Args:
        topic: one that it speaks of.
        text: a sentence, an item, a row.
        above: what it is read with.
        stated: what it states, by `statements_said`.
        names: what the company calls itself, in lower case.
    """
    own = said_of(_telling(topic, stated))
    if own.polarity is Polarity.BOTH and topic not in ACTS:
        return NOT_READ  # "We may change it without telling you": one thing is done, another is not
    if own.polarity is Polarity.DENIED and topic == _TAKEN and all(one.act == "sell" for one in _telling(topic, stated)):
        return NOT_READ  # what is not sold may be shared
    if own.polarity is not Polarity.UNCLEAR:
        return own
    if text.lstrip().startswith("|"):
        return _row_said(topic, text, above, names)
    if above.is_question:
        return _answer_said(topic, text, above.lead_in, names)
    return _entry_said(topic, text, above, names)


def is_about_other_things(topic: str, text: str, above: Above, stated: Sequence[Statement]) -> bool:
    """True where what is sold or shared is nobody's data: "We sell garden chairs", "Moss sells courses".

    What is sold is goods unless data is named; what others receive may be data in words that the vocabulary lacks.
    """
    if topic not in _OF_DATA:
        return False
    telling = _telling(topic, stated) or _telling(topic, statements_said(_asked(text, above)))
    if any(one.about_reader for one in telling) or not (telling or topic == _SOLD):
        return False
    row = word_row(f"{above.words} {text}")
    return _DATA.isdisjoint(row) and not any(concept.group == "data" and concept.id != "children" for _, _, concept in english().find(row))


def _asked(text: str, above: Above) -> str:
    """What introduces a text, or what it is asked, as a statement."""
    question = cells_of(text)[0] if text.startswith("|") else above.lead_in
    return declared(question) if question.rstrip(" *_").endswith("?") else above.lead_in


def may_state(topic: str, words: frozenset[str]) -> bool:
    """A cheap gate for `states`: False when no word is a form of an act of the topic."""
    return topic in ACTS and not _forms(topic).isdisjoint(words)


@cache
def _forms(topic: str) -> frozenset[str]:
    return forms_of(frozenset().union(*ACTS[topic]))


def states(topic: str, text: str, stated: Sequence[Statement]) -> bool:
    """True where a sentence states an act of a topic that it is only perhaps about: "We track you".

    An act that merely bears on the topic is enough where the sentence names what the topic is about: "We may share it with advertisers".
    """
    if topic not in ACTS or not (telling := _telling(topic, stated)):
        return False
    if any(one.act in ACTS[topic][0] for one in telling):
        return True
    return any(concept.topics.get(topic, 0) >= _NAMES for _, _, concept in english().find(word_row(text)))


def _telling(topic: str, stated: Iterable[Statement]) -> list[Statement]:
    """The statements of the acts that a topic is about; of the others that bear on it where those are not named."""
    if topic not in ACTS:
        return [one for one in stated if not (one.denied and binds_the_reader(one))]
    telling = [one for one in stated if not (binds_the_reader(one) or _binds_others(one))]
    found = next((found for acts in ACTS[topic] if (found := [one for one in telling if one.act in acts])), [])
    return [one for one in found if one.act != "use" or _trains(one)] if topic == _TRAINED else found


def _binds_others(one: Statement) -> bool:
    """True for a rule of what others must not do: "Publishers must not track visitors" says nothing of what the company does."""
    return one.denied and one.actor == "third-party" and one.modality in ("may", "must", "should", "can")


def _trains(one: Statement) -> bool:
    """True for "We use your photos to train our AI", and not for "We use AI to sort the mail"."""
    return one.about_reader and any(word.startswith(_TRAINING) for word in one.words)


def _answer_said(topic: str, text: str, question: str, names: frozenset[str]) -> Said:
    """What "Yes" or "No" says to a question."""
    sign = 0 if is_hedged(text) else opening_answer(text)
    return _signed(topic, sign, declared(question), _is_conditional(text), names)


def _signed(topic: str, sign: int, statement: str, conditional: bool, names: frozenset[str]) -> Said:
    """What a yes (1) or a no (-1) says to a statement; nothing where the statement is on another matter, or is a denial itself."""
    if not sign or not statement or negations(word_row(statement)):
        return NOT_READ
    if topic in ACTS and not _telling(topic, statements_said(f"{statement}.", names=names)):
        return NOT_READ
    return Said(Polarity.AFFIRMED if sign > 0 else Polarity.DENIED, conditional)


def declared(question: str) -> str:
    """What a yes to a question states; an empty string for one that asks for more than a yes.

    >>> declared("Do you sell my data?"), declared("Is my data sold?"), declared("Who buys it?")
    ('we sell your data', 'your data is sold', '')
    """
    row = list(word_row(question))
    if len(row) < 2:
        return ""
    reader_asks = not {"i", "my", "me"}.isdisjoint(row)
    asks_company = reader_asks or (row[0] in _AUXILIARIES and row[1] == "you")
    words = [_ASKED.get(word, "we" if word == "you" and asks_company else word) if word != "our" or reader_asks else word for word in row]
    if words[0] in _AUXILIARIES:
        return " ".join(words[1:])
    if words[0] not in _MOVED:
        return ""
    ahead = 3 if words[1] in _OWNERS else 2
    return " ".join((*words[1:ahead], words[0], *words[ahead:]))


def _row_said(topic: str, row: str, above: Above, names: frozenset[str]) -> Said:
    """What the cells of a row answer, each below its head."""
    answered = list(_answered(row, above.head))
    if topic in ACTS:
        acts = [{one.act for one in statements_said(f"{statement}.", names=names)} for statement, _ in answered]
        kind = next((kind for kind in ACTS[topic] if any(kind & found for found in acts)), frozenset())
        answered = [one for one, found in zip(answered, acts, strict=True) if kind & found]
    said = {_signed(topic, sign, statement, False, names) for statement, sign in answered} - {NOT_READ}
    if len(said) > 1:
        return Said(Polarity.BOTH)
    return said.pop() if said else _entry_said(topic, row, above, names)


def _answered(row: str, head: str) -> Iterator[tuple[str, int]]:
    """What the cells of a row are asked, as a statement, and 1 for a yes, -1 for a no."""
    cells, heads = cells_of(row), cells_of(head) if head else []
    asked = declared(cells[0]) if cells[0].rstrip(" *_").endswith("?") else ""
    for at, cell in enumerate(cells):
        if not at or not is_answer(cell):
            continue
        above = head_of(heads, at) if len(heads) == len(cells) else ""
        yield asked or declared(above) or (f"your data is {above.lower().rstrip('?')}" if above else ""), yes_or_no(cell)


def _entry_said(topic: str, text: str, above: Above, names: frozenset[str]) -> Said:
    """What an entry says by the line that introduces its list, or by a heading that names recipients."""
    row = word_row(text)
    if negations(row):  # "- no advertisers"
        return NOT_READ
    if above.lead_in and not above.is_question:
        stated = [one for one in statements_said(above.lead_in, names=names) if not binds_the_reader(one)]
        said = said_of(_telling(topic, stated))
        if said.polarity in (Polarity.AFFIRMED, Polarity.DENIED) and (not said.conditional or _is_only(said, stated)):
            return Said(said.polarity, _is_conditional(text))
    if (topic == _TAKEN and is_recipient(above)) or (topic == _TRACKED and not _LISTED.isdisjoint(word_row(cells_of(above.head)[0]))):
        return Said(Polarity.AFFIRMED, _is_conditional(text))
    return NOT_READ


def is_recipient(above: Above) -> bool:
    """True for an entry of a list of those who receive data."""
    return any(map(_names_recipients, (above.heading, cells_of(above.head)[0])))


def _is_only(said: Said, stated: Sequence[Statement]) -> bool:
    """True for "We share it only with:"; of "We do not share it except with:" nobody knows which side the entries are on."""
    return said.polarity is Polarity.AFFIRMED and all(one.condition is None or one.condition.kind == "only" for one in stated)


def _names_recipients(heading: str) -> bool:
    """True for "Sub-processors", "Who receives your data", "Companies with which we share data"."""
    row = [word for word in word_row(heading.replace("-", "")) if word]
    if negations(row):
        return False
    asks = bool({"who", "whom", "which"} & set(row)) and not _RECEIVING.isdisjoint(row)
    return asks or not _RECIPIENTS.isdisjoint(row)


def _is_conditional(text: str) -> bool:
    row = list(word_row(text))
    return condition_of(row, 0, 0, len(row)) is not None
