"""Reads a text in a judged language as statements: the same values that English is read as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from monitor.core.meaning.promises.promise import Promise, promises_in
from monitor.core.meaning.statements.conditions import Condition
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.tongues.clause_grammar import actor, condition, is_denied, is_only_wished, modality, pieces, thing
from monitor.core.meaning.tongues.parts import ASIDE, MAIN, Part, PartedSentence, sentences
from monitor.core.meaning.tongues.scopes import scope_of
from monitor.core.meaning.tongues.terms import Hit
from monitor.core.meaning.tongues.tongue import Tongue, tongue

_DETERMINED = 4
"""Words before a noun in which its own denial stands: "keine weitere Übermittlung", "nicht zum Training"."""
_RECIPIENTS = ("advertiser", "data-broker", "third-party", "affiliate", "service-provider", "insurer-employer", "government",
               "social-network", "ai-developer", "analytics-provider")  # fmt: skip
"""Those of whom it says that the company shares, where they receive what is the reader's."""
_CARRIED = frozenset({"train", "track", "advertise", "identify"})
"""Acts that are denied as the aim of what is denied: "verwenden Ihre Inhalte nicht, um Modelle zu trainieren"."""


@dataclass(frozen=True)
class Reading:
    """A statement, with what it is about and what limits it."""

    statement: Statement
    scope: frozenset[str]
    limits: frozenset[str]


@dataclass(frozen=True)
class TonguePromise(Promise):
    """A promise whose scope and limits were read by the words of its own language."""

    about: frozenset[str] = frozenset()
    limiting: frozenset[str] = frozenset()

    @cached_property
    def scope(self) -> frozenset[str]:
        """As `Promise.scope`: classes, numbers and stems of unknown words."""
        return self.about

    @cached_property
    def limits(self) -> frozenset[str]:
        """As `Promise.limits`."""
        return self.limiting


def promises_of(readings: tuple[Reading, ...]) -> Iterator[TonguePromise]:
    """The promises among what was read."""
    for reading in readings:
        for promise in promises_in([reading.statement]):
            yield TonguePromise(promise.statement, promise.kind, reading.scope, reading.limits)


@lru_cache(maxsize=8192)
def read(text: str, code: str, lead_in: str = "") -> tuple[Reading, ...]:
    """Everything that a statement-sized text says.

    Args:
        text: a sentence, a list item, a row.
        code: its language, one that is judged beside English.
        lead_in: the line that introduces the list.

    >>> [(r.statement.act, r.statement.polarity) for r in read("Wir verkaufen Ihre Daten nicht.", "de")]
    [('sell', 'denied')]
    """
    language = tongue(code)
    if language is None:
        return ()
    # What introduces a list lends its entries who acts and a denial; what it says itself is said once, where it stands.
    denies = bool(lead_in) and any(sentence.of("denials") or sentence.of("refusing") for sentence in sentences(lead_in, language))
    whole = f"{lead_in.rstrip(' *_:.')} {text.lstrip(' -*•·')}" if denies else text
    begins = len(lead_in.rstrip(" *_:.")) if denies else 0
    found: list[Reading] = []
    for number, sentence in enumerate(sentences(whole, language)):
        # "Wir speichern Ihre Fotos. Wir verkaufen sie nicht.": what was spoken of last.
        earlier = next((r.statement.object for r in reversed(found) if r.statement.object in ("data", "content")), "data")
        found += [one for one in _readings(sentence, language, earlier) if number or one.statement.span[1] > begins]
    return tuple(found)


def _readings(sentence: PartedSentence, language: Tongue, earlier: str) -> Iterator[Reading]:
    carried = False
    for part in sentence.parts:
        for piece in pieces(sentence, part, language):
            for act in _acts(sentence, piece, language):
                reading = _reading(act, sentence, piece, language, earlier)
                if reading is None:
                    continue
                # "nicht, um Modelle zu trainieren" denies the training as well.
                if part.role == "aim" and carried and reading.statement.act in _CARRIED:
                    reading = replace(reading, statement=replace(reading.statement, denied=True, stated=True, aim=False))
                if reading.statement.object in ("data", "content"):
                    earlier = reading.statement.object
                carried = carried or (part.role == MAIN and reading.statement.denied)
                yield reading


def _acts(sentence: PartedSentence, part: Part, language: Tongue) -> list[Hit]:
    """The acts of a clause: its verbs, and its nouns where they are denied themselves or stand with a verb that only supports them."""
    found = _received(sentence.of("acts:", part), sentence, part)
    # "Training" is a noun in "zum Training" and a verb in "trainieren"; one hit at a place is enough.
    places = {hit.start for hit in found}
    supported = bool(sentence.of("support", part) or sentence.of("refusing", part))
    denied = {hit.last for hit in sentence.of("denials", part)}
    nouns = [
        hit
        for hit in sentence.of("act-nouns:", part)
        if hit.start not in places and (supported or not denied.isdisjoint(range(hit.start - _DETERMINED, hit.start)))
    ]
    return sorted([*found, *nouns], key=lambda hit: hit.start)


def _received(found: list[Hit], sentence: PartedSentence, part: Part) -> list[Hit]:
    """The acts, where what advertisers receive is what the company shares: "Weder Adresshändler noch Werbekunden erhalten Ihre Daten"."""
    receiving = sentence.of("receiving", part)
    # "Wir erhalten Ihre Daten von Adresshändlern" collects; "erhalten sie von uns" does not.
    taken = any(hit.end - hit.start == 1 for hit in sentence.of("actors:company", part)) or sentence.of("actors:company-verbs", part)
    given = not taken and any(sentence.of(f"concepts:{name}", part) for name in _RECIPIENTS)
    if not receiving or not given:
        return found
    places = {hit.start for hit in receiving}
    return [*(hit for hit in found if hit.start not in places), *(replace(hit, name="acts:share") for hit in receiving)]


def _reading(act: Hit, sentence: PartedSentence, part: Part, language: Tongue, earlier: str) -> Reading | None:
    # Who receives is the subject: "Derden krijgen …" is no bare infinitive.
    given = act.name == "acts:share" and any(hit.start == act.start for hit in sentence.of("receiving", part))
    if not given and is_only_wished(act, sentence, part, language):
        return None
    denied = is_denied(act, sentence, part, language)
    # "Wir haften nicht für die Weitergabe" denies the liability, not the sharing.
    if denied and sentence.of("denial-spent", part) and not sentence.of("refusing", part):
        return None
    kind = thing(act, sentence, part, earlier if sentence.of("pronouns", part) or not sentence.of("objects:", part) else "")
    # Words are kept as they stand but for "or" and ages, which the comparison of promises asks for in English.
    about = scope_of(sentence, part, language)
    limit = condition(sentence, part, sorted(about))
    # "Ohne Ihre Zustimmung geben wir nichts weiter" is "nur mit Ihrer Zustimmung".
    if denied and sentence.of("without", part) and sentence.of("consent", part):
        denied, limit = False, Condition("consent", ("only", "consent"))
    who = "company" if given else actor(act, sentence, part, kind, language)
    words = tuple("or" if hit else word for word, hit in zip(_words(sentence, part), _ors(sentence, part), strict=True))
    if any(hit.start in part.places for hit in language.units.find(sentence.words) if hit.name == "age"):
        words = (*words, "age")
    first, last = sentence.tokens[part.places[0]], sentence.tokens[part.places[-1]]
    statement = Statement(
        actor=who, act=act.name.rpartition(":")[2], object=kind, denied=denied, modality=modality(sentence, part, denied), condition=limit,
        recipient="", purpose="", stated=part.role in (MAIN, ASIDE) and not sentence.question,
        aim=part.role == "aim", bound=False, verb=sentence.words[act.start], span=(first.start, last.end),
        clause=sentence.text[first.start : last.end].strip(), words=words,
    )  # fmt: skip
    return Reading(statement, about, _limits(sentence, part, statement, language))


def _words(sentence: PartedSentence, part: Part) -> list[str]:
    return [sentence.words[at] for at in part.places]


def _ors(sentence: PartedSentence, part: Part) -> list[bool]:
    places = {hit.start for hit in sentence.of("or-words", part)}
    return [at in places for at in part.places]


def _limits(sentence: PartedSentence, part: Part, statement: Statement, language: Tongue) -> frozenset[str]:
    found = {f"narrowing:{sentence.words[hit.start][:6]}" for hit in sentence.of("narrowing", part)}
    limit = statement.condition
    if limit is not None and limit.kind != "case":
        # "es sei denn, das Gesetz verpflichtet uns" and "sofern uns nicht das Gesetz verpflichtet" except the same.
        small = language.stop_words | {
            word for name in ("openers:", "denials") for hit in sentence.of(name) for word in sentence.words[hit.start : hit.end]
        }
        found |= {limit.kind, *(word[:6] for word in limit.words[1:] if len(word) > 3 and word.isalpha() and word not in small)}
    return frozenset(found)
