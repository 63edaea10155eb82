"""Who acts in a clause, on what, whether it is denied, how firmly and under which condition: the same questions in every language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.statements.conditions import Condition
from monitor.core.meaning.tongues.parts import PAIR_REACH, Part, PartedSentence, only_pairs
from monitor.core.meaning.tongues.terms import Hit
from monitor.core.meaning.tongues.tongue import Tongue

_ANEW = 4
"""Words behind "and" in which a subject or a modal shows that a new predicate begins."""
_WITHOUT = 6
"""Words behind "without" in which a verb belongs to it."""
_THAT = frozenset({"que", "qu", "che", "dass", "dat"})
_THINGS = ("data", "content", "money", "rights", "service", "reader")
_MODALS = ("may", "must", "should", "will")
_TO_PERSONS = frozenset({"notify", "discriminate", "charge"})
"""Acts on the reader, where a pronoun is the reader and not the data."""


def pieces(sentence: PartedSentence, part: Part, tongue: Tongue) -> Iterator[Part]:
    """A clause, cut where "and" begins a second predicate: "verkaufen Ihre Daten nicht und geben sie nur … weiter".

    "We do not sell and share your data" is one predicate: the object stands behind both verbs.
    """
    acts, objects = sentence.of("acts:", part), sentence.of("objects:", part)
    instead = {hit.start for hit in sentence.of("instead", part)}
    fresh = {hit.start for hit in (*sentence.of("modals:", part), *sentence.of("actors:", part))}
    denied = denials(sentence, part, tongue)
    cuts = []
    # "No vendemos sus datos ni los cedemos a anunciantes": "ni" joins, and denies what follows by itself.
    nor = {hit.start for hit in sentence.of("or-words", part)} & {hit.start for hit in sentence.of("denials", part)}
    for at in sorted(nor | {hit.start for hit in sentence.of("and-words", part)}):
        left, right = [hit for hit in acts if hit.start < at], [hit for hit in acts if hit.start > at]
        # "no te identifican y se pueden compartir": a modal behind "and" begins anew, whatever was denied before it.
        anew = any(place < at for place in denied) and not fresh.isdisjoint(range(at + 1, at + _ANEW))
        told = bool(left) and (at + 1 in instead or any(left[-1].start < thing.start < at for thing in objects))
        if right and (anew or told):
            cuts.append(at)
    start = -1
    for cut in [*cuts, 1 << 30]:
        yield Part(part.role, [at for at in part.places if start < at < cut], part.contrast, part)
        start = cut - (cut in nor)


def denials(sentence: PartedSentence, part: Part, tongue: Tongue) -> list[int]:
    """Where a clause denies. "nicht nur" denies nothing, and of "ne … pas" the first half counts."""
    none = {at for hit in sentence.of("no-denials") for at in range(hit.start, hit.last + 1)}
    pairs = [hit.start for hit in sentence.of("denial-pairs", part)]
    found = []
    for hit in sentence.of("denials", part):
        if hit.start not in none:
            before = [at for at in pairs if 0 < hit.start - at <= PAIR_REACH]
            found.append(before[-1] if before else hit.start)
    if found:
        # "Nous ne vendons, ne louons ni ne partageons": one second half serves several first ones.
        only = {first for first, _ in only_pairs(sentence.hits)}
        found += [at for at in pairs if at not in only]
    return sorted(set(found))


def is_denied(act: Hit, sentence: PartedSentence, part: Part, tongue: Tongue) -> bool:
    """True when the clause denies the act."""
    found = denials(sentence, part, tongue)
    # "Wir verzichten auf den Verkauf", "Ein Verkauf ist ausgeschlossen".
    if any(abs(hit.start - act.start) > 0 for hit in sentence.of("refusing", part)):
        return True
    # "Los vendemos, no los regalamos": what stands before a denial is not denied by it.
    if tongue.grammar.denies_before:
        found = [at for at in found if at < max(act.start, act.last)]
    return bool(found)


def is_only_wished(act: Hit, sentence: PartedSentence, part: Part, tongue: Tongue) -> bool:
    """True for what is said of nobody: "ohne sie zu verkaufen", "you may ask that we do not sell", an entry "Informer les personnes"."""
    if act.name == "acts:refuse":
        return False
    if any(hit.start < act.start for hit in sentence.of("hedging")):
        return True
    if act.name == "acts:notify" and _tells_that(act, sentence):
        return True
    if not act.name.startswith("acts:") or not sentence.words[act.start].endswith(tongue.grammar.infinitives or ("\0",)):
        return False
    if any(0 < act.start - hit.start <= _WITHOUT for hit in sentence.of("without", part)) and not sentence.of("consent", part):
        return True
    return part.role != "aim" and not (_actors(sentence, part) or sentence.of("modals:", part) or _speaks(sentence, part, tongue))


def _actors(sentence: PartedSentence, part: Part) -> list[Hit]:
    return sentence.of("actors:", part) or (sentence.of("actors:", part.within) if part.within else [])


def _tells_that(act: Hit, sentence: PartedSentence) -> bool:
    """True for "Le informamos de que …", which informs there and then and promises nothing."""
    near = range(act.last + 1, act.last + 4)
    return any(hit.start in near and sentence.words[hit.start] in _THAT for hit in sentence.of("openers:"))


def _speaks(sentence: PartedSentence, part: Part, tongue: Tongue) -> bool:
    """True where a verb of the clause shows that the company speaks: "vendemos"."""
    endings = tongue.grammar.company_endings
    return bool(endings) and any(sentence.words[hit.start].endswith(endings) for hit in sentence.of("acts:", part))


def actor(act: Hit, sentence: PartedSentence, part: Part, kind: str, tongue: Tongue) -> str:
    """company | reader | third-party | nobody. Nobody named who touches what is the reader's means the company."""
    named = {hit.name.removeprefix("actors:") for hit in _actors(sentence, part)}
    if named & {"company", "company-verbs"} or sentence.words[act.start].endswith(tongue.grammar.company_endings or ("\0",)):
        return "company"
    # "Dritte dürfen Ihre Daten nicht nutzen": the company binds them, and the reader is only named.
    for other in ("third-party", "reader"):
        if other in named:
            return other
    return "company" if kind in ("data", "content", "money", "rights", "reader") else "nobody"


def thing(act: Hit, sentence: PartedSentence, part: Part, earlier: str) -> str:
    """What is acted on: the nearest thing of the reader's in the clause, what a pronoun stands for, or something else."""
    name = act.name.rpartition(":")[2]
    blocked = {hit.start + 1 for hit in sentence.of("not-data", part)} | {hit.start - 1 for hit in sentence.of("not-data", part)}
    found: dict[str, int] = {}
    for hit in sentence.of("objects:", part):
        kind = hit.name.removeprefix("objects:")
        if hit.start not in blocked or kind != "data":
            found[kind] = min(found.get(kind, 99), abs(hit.start - act.start))
    # "anonymisierte Daten" are nobody's.
    if blocked and "data" not in found:
        return "other"
    order = ("reader", *_THINGS) if name in _TO_PERSONS else _THINGS
    known = [kind for kind in order if kind in found]
    if known and known[0] in ("data", "content") and "content" in found:
        return min(("data", "content"), key=lambda kind: found.get(kind, 99))
    if known and known[0] != "reader":
        return known[0]
    if sentence.of("pronouns", part) and earlier and name not in _TO_PERSONS:
        return earlier
    return known[0] if known else earlier or "other"


def modality(sentence: PartedSentence, part: Part, denied: bool) -> str:
    """may | must | will | should, or empty. "Dürfen nicht" and "no podemos" forbid: what is denied with them must not be."""
    named = {hit.name.removeprefix("modals:") for hit in sentence.of("modals:", part)}
    found = next((name for name in _MODALS if name in named), "")
    return "must" if denied and found == "may" else found


def condition(sentence: PartedSentence, part: Part, told: Sequence[str]) -> Condition | None:
    """Under which condition a clause holds.

    Args:
        sentence: the whole sentence, for an exception stands in a clause of its own.
        part: the clause.
        told: words of substance of the clause, which "only" limits.
    """
    if found := _exception(sentence, part):
        return found
    only, without = _is_limited(sentence, part), bool(sentence.of("without", part))
    # "Ohne Ihre Einwilligung nicht" depends on consent, and so does "mit Ihrer Einwilligung"; "auch ohne Ihre Einwilligung" does not.
    if sentence.of("consent", part) and (only or without is denied_word(sentence, part)):
        return Condition("consent", ("only", "consent") if only else ("consent",))
    if _not_without(sentence, part):
        return Condition("exception", ("without", *(sentence.words[at] for at in part.places)))
    # "bis Sie widersprechen" and "(mit Ihrer Zustimmung)" stand in clauses of their own.
    for other in sentence.parts:
        if other.role in ("case", "aside") and (found := _agreed(sentence, other)):
            # "Nur wenn Sie zustimmen, …"
            return Condition("consent", ("only", "consent")) if only and found.kind == "consent" else found
    if only:
        return Condition("only", ("only", *told))
    return Condition("case", ("if",)) if any(other.role == "case" for other in sentence.parts) else None


def _not_without(sentence: PartedSentence, part: Part) -> bool:
    """True for "nicht ohne Gegenleistung", which does not exclude what it seems to."""
    lost = {hit.last for hit in sentence.of("denials", part)}
    return any(hit.start - 1 in lost for hit in sentence.of("without", part))


def _is_limited(sentence: PartedSentence, part: Part) -> bool:
    """True for "nur an Dienstleister", not for "nicht nur"."""
    # "Geen enkel moment" holds the word for "only" and denies.
    spent = {at for name in ("no-denials", "denials") for hit in sentence.of(name) for at in range(hit.start, hit.last + 1)}
    return any(hit.start not in spent for hit in sentence.of("only", part)) or any(
        first in part.places for first, _ in only_pairs(sentence.hits)
    )


def denied_word(sentence: PartedSentence, part: Part) -> bool:
    """True when a word denies anywhere in the clause."""
    return bool(sentence.of("denials", part))


def _exception(sentence: PartedSentence, part: Part) -> Condition | None:
    for other in sentence.parts:
        # "Wir werten sie nicht aus, sofern Sie dies nicht aktivieren": a denial under a denied condition has an exception.
        if other.role != "exception" and not (other.role == "case" and denied_word(sentence, other) and denied_word(sentence, part)):
            continue
        words = tuple(sentence.words[at] for at in other.places)
        if sentence.of("opt-out", other):
            return Condition("opt-out", ("unless", *words))
        return Condition("consent", ("unless", "consent")) if sentence.of("consent", other) else Condition("exception", ("except", *words))
    return None


def _agreed(sentence: PartedSentence, part: Part) -> Condition | None:
    """The condition of a clause that speaks of agreeing or of objecting: "wenn Sie zustimmen", "bis Sie widersprechen"."""
    if sentence.of("opt-out", part):
        return Condition("opt-out", ("until", "objects"))
    return Condition("consent", ("if", "consent")) if sentence.of("consent", part) else None
