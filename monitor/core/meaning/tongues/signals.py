"""The features of a change in a judged language, by the names that English has for them, so that the same rule table applies."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.features.declared import features
from monitor.core.meaning.frames import INTRUSIVE_ACTS
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.tongues.fates import is_asked
from monitor.core.meaning.tongues.parts import only_pairs
from monitor.core.meaning.tongues.quantity_signals import quantity_signals
from monitor.core.meaning.tongues.side import TongueChange, TongueSide
from monitor.core.meaning.tongues.turned import turned

_SENSITIVE = ("biometric", "health", "sensitive", "precise-location")
_RIGHTS = ("right-access", "right-rectify", "right-erase", "right-restrict", "right-portability", "right-object", "right-withdraw",
           "right-complain", "right-cancel")  # fmt: skip
_TOGETHER = {"legitimate": "legitimate", "indemnity": "indemnity", "fingerprint": "fingerprint", "retroactive": "retroactive",
             "renewal": "renewal", "refund": "refund", "officer": "officer"}  # fmt: skip
"""Features that say no more than that a concept came or went."""
_MOST = 0.6
"""Share of the words of substance that both sides have, from which a denial changed and not the whole statement."""
_NEEDS_NEWS = frozenset({"train", "automated-decision", "any-purpose"})
"""Concepts whose coming is grave: only where nothing in the old text named them, and no denial stands beside them."""


def signals_of(change: TongueChange) -> frozenset[str]:
    """The names of all that is seen of a change; each is one that English declares."""
    found = {f"kind:{change.kind}", f"document:{change.comparison.context.kind}"}
    for group in (_promises, _concepts, _denial, _rights, _consent, _disputes, _obligations, quantity_signals, turned):
        found |= set(group(change))
    known = features().names
    return frozenset(name for name in found if name in known)


def _promises(change: TongueChange) -> Iterator[str]:
    for found in change.fates:
        yield f"promise-fate:{found.fate}"
        if found.fate in ("withdrawn", "narrowed", "reversed"):
            yield "promise-fate:lost"
        if found.fate in ("made", "strengthened"):
            yield "promise-fate:gained"
        if found.act not in INTRUSIVE_ACTS or not (found.promise.kind == "denied" or is_asked(found.promise)):
            continue
        if found.fate in ("withdrawn", "reversed"):
            yield f"frame:removed:denial:{found.act}"
        elif found.fate == "made":
            yield f"frame:added:denial:{found.act}"
        elif found.fate == "kept":
            yield "frame:kept:denial"
        elif found.fate == "narrowed":
            yield "promise:narrowed"
        if found.fate == "reversed":
            yield "polarity:flipped"
        if found.fate == "strengthened" and _lost_an_item(found.promise.scope, found.counterpart):
            yield "denied-item:removed"


def _lost_an_item(scope: frozenset[str], counterpart: object) -> bool:
    """True where "nicht an Werbende oder Händler" became "nicht an Werbende": fewer are excluded, though a narrower list has less scope."""
    other: frozenset[str] = getattr(counterpart, "scope", frozenset())
    return bool(other) and other < scope


def _concepts(change: TongueChange) -> Iterator[str]:
    for sign, here, there in (("removed", change.old, change.new), ("added", change.new, change.old)):
        for concept in here.concepts:
            if here.concepts[concept] <= there.concepts[concept]:
                continue
            # A second mention of what stood already brings nothing new.
            grave = sign == "added" and concept in _NEEDS_NEWS
            if grave and (not change.came(concept) or concept not in here.affirmed):
                continue
            yield f"{sign}:reworded:{concept}" if change.kind == "reworded" else f"{sign}:{concept}"
    for concept in _SENSITIVE:
        if change.came(concept) and concept in change.new.affirmed:
            yield "sensitive:added"
        if change.went(concept) and concept in change.old.affirmed:
            yield "sensitive:removed"
    yield from _sales(change)


def _denial(change: TongueChange) -> Iterator[str]:
    """A denial that came or went among words of which most stand: "Eine Übermittlung findet (nicht) statt"."""
    if change.kind == "reworded" and change.old.denies != change.new.denies and change.common >= _MOST:
        yield "polarity:only"


def _sales(change: TongueChange) -> Iterator[str]:
    for said in change.new.said - change.old.said:
        if (
            said[0] == "company"
            and said[1] == "sell"
            and said[2] in ("data", "content")
            and not said[3]
            and said not in change.old_text.said
        ):
            yield "frame:added:intrusion:sell"


def _rights(change: TongueChange) -> Iterator[str]:
    # "Die Löschung erfolgt automatisch" grants no right.
    stated = change.old.concepts["right"] or change.old.concepts["request"] or _reader_may(change)
    if stated and any(change.went(right) for right in _RIGHTS):
        yield "right:last-removed"
    choice = any(reading.statement.act == "refuse" and not reading.statement.denied for reading in change.old.readings)
    if choice and change.went("opt-out") and change.kind == "removed":
        yield "opt-out:last-removed"
    # "Die Auskunft ist kostenlos" became "Für die Auskunft fällt eine Gebühr an".
    fee = bool(change.new.concepts["fee-word"]) and not change.old.concepts["fee-word"]
    # "L'accès est gratuit" became "L'accès est facturé 15 euros": a sum where nothing was to pay is a fee, whatever its verb.
    fee = fee or bool(change.old.concepts["free"] and change.new.charges and not change.old.sums)
    named = any(change.old.concepts[name] for name in ("right", "request", *_RIGHTS))
    if fee and change.kind == "reworded" and named and not change.new.concepts["free"]:
        yield "right:fee-added"
    # "Sie können jederzeit Auskunft über alle Daten verlangen" became "Sie können einmal im Jahr Auskunft verlangen".
    if change.kind == "reworded" and stated:
        scarcer = change.new.concepts["sparingly"] > change.old.concepts["sparingly"]
        if scarcer or (fee and change.old.concepts["free"] and not change.new.concepts["free"]):
            yield "right:limited"


def _reader_may(change: TongueChange) -> bool:
    return any(hit.name == "actors:reader" for sentence in change.old.sentences for hit in sentence.hits)


def _consent(change: TongueChange) -> Iterator[str]:
    """What was done with consent alone, and now is done without, or until the reader objects; and the reverse."""
    if change.kind != "reworded":
        return
    if _turns(change.old, change.new):
        yield "consent:opt-out"
    elif _turns(change.new, change.old):
        yield "consent:opt-in"
    elif (
        _done(change.old, "consent") & _done(change.new, "", "case", "exception") or _is_asked_first(change.old, change.new)
    ) and not _asks(change.new):
        yield "guard:removed"
        yield "frame:any:intrusion"


def _is_asked_first(one: TongueSide, two: TongueSide) -> bool:
    """ "Wir bitten Sie um Ihr Einverständnis, bevor wir sie übertragen" became "wir übertragen sie"."""
    asked = any(sentence.of("consent") and sentence.of("concepts:before") for sentence in one.sentences if not sentence.of("denials"))
    return asked and bool(_done(two, "", "case"))


def _asks(side: TongueSide) -> bool:
    """True where consent is named, and not to say that it is not needed: "auch ohne Ihre Einwilligung"."""
    return any(sentence.of("consent") and not sentence.of("without") for sentence in side.sentences)


def _turns(one: TongueSide, two: TongueSide) -> bool:
    """True when what one side does with consent the other does until the reader objects."""
    bound = _done(one, "consent")
    objecting = two.concepts["opt-out"] and not one.concepts["opt-out"]
    if bound & _done(two, "opt-out") or (objecting and bound & _done(two, "", "case", "exception")):
        return True
    # "Den Newsletter senden wir nur, wenn Sie zugestimmt haben" became "…, solange Sie nicht widersprechen": no list knows the act.
    return _depends(one, "consent") and not _names(one, "opt-out") and _depends(two, "opt-out") and not _names(two, "consent")


def _depends(side: TongueSide, on: str) -> bool:
    """True where consent or an objection is the condition of a sentence, or what alone allows it."""
    for sentence in side.sentences:
        if any(part.role in ("case", "exception") and sentence.of(on, part) for part in sentence.parts):
            return True
        # "an alle, die nicht widersprochen haben"
        if on == "opt-out" and any(
            part.role == "relative" and sentence.of(on, part) and sentence.of("denials", part) for part in sentence.parts
        ):
            return True
        only = sentence.of("only") or any(only_pairs(sentence.hits))  # "ne … que"
        if on == "consent" and sentence.of("consent") and only and not sentence.of("without"):
            return True
    return False


def _names(side: TongueSide, what: str) -> bool:
    return any(sentence.of(what) for sentence in side.sentences)


def _done(side: TongueSide, *kinds: str) -> frozenset[str]:
    """The acts that the company does under a condition of some kinds; an empty text stands for none."""
    said = (reading.statement for reading in side.readings)
    return frozenset(one.act for one in said if _is_done(one) and (one.condition.kind if one.condition else "") in kinds)


def _is_done(statement: Statement) -> bool:
    """True for what the company does with what is the reader's."""
    return statement.actor == "company" and not statement.denied and statement.act in (*INTRUSIVE_ACTS, "advertise", "access", "monitor")


def _disputes(change: TongueChange) -> Iterator[str]:
    """Arbitration in a sentence that denies it ("kein Schiedsverfahren") is none; a class action that is denied is waived."""
    for name, came, side in (("imposed", change.came, change.new), ("lifted", change.went, change.old)):
        if (came("arbitrate") and "arbitrate" in side.affirmed) or came("class-action"):
            yield f"arbitration:{name}"


def _obligations(change: TongueChange) -> Iterator[str]:
    for concept, name in _TOGETHER.items():
        if change.came(concept):
            yield f"{name}:added"
        if change.went(concept):
            yield f"{name}:removed"
    if change.new.concepts["license"] and change.came("perpetual"):
        yield "licence:perpetual-added"
    if change.old.concepts["license"] and change.went("perpetual"):
        yield "licence:perpetual-removed"
    if change.kind == "removed" and change.went("transfer-safeguard"):
        yield "safeguard:transfers-removed"
    if change.kind == "removed" and change.went("security-measure"):
        yield "safeguard:removed"
    if change.kind == "reworded":
        yield from _reworded(change)


def _reworded(change: TongueChange) -> Iterator[str]:
    if change.old.concepts["govern"] and change.new.concepts["govern"] and change.renamed:
        yield "govern:touched"
    if change.old.concepts["government"] and change.new.concepts["government"]:
        orders = change.old.concepts["court-order"], change.new.concepts["court-order"]
        # "nur auf richterliche Anordnung" became "auf Anfrage".
        if bool(orders[0]) != bool(orders[1]):
            yield "threshold:lower" if orders[0] else "threshold:higher"
    yield from _encryption(change)
    yield from _firmness(change, ("notify", "delete", "protect", "refund", "honour"), "commitment:softer", "commitment:firmer")
    yield from _firmness(change, INTRUSIVE_ACTS, "intrusion:softer", "intrusion:firmer")


def _encryption(change: TongueChange) -> Iterator[str]:
    """ "Ende-zu-Ende verschlüsselt" became "verschlüsselt": what is left may be read by who carries it; and the reverse."""
    if not (change.old.concepts["security-measure"] and change.new.concepts["security-measure"]):
        return
    strong = [bool(side.concepts["end-to-end"]) and not side.denies for side in (change.old, change.new)]
    if strong[0] != strong[1]:
        yield "security:vaguer" if strong[0] else "security:clearer"


def _firmness(change: TongueChange, acts: tuple[str, ...], softer: str, firmer: str) -> Iterator[str]:
    said: list[dict[tuple[str, str], set[bool]]] = []
    for side in (change.old, change.new):
        found: dict[tuple[str, str], set[bool]] = {}
        for one in (reading.statement for reading in side.readings):
            if one.actor == "company" and one.act in acts and not one.denied and one.stated and one.about_reader:
                found.setdefault((one.act, one.object), set()).add(one.modality in ("may", "should"))
        said.append(found)
    for key in said[0].keys() & said[1].keys():
        # "Wir löschen" became "Wir können löschen"; where a side says both, nothing is sure.
        if said[0][key] == {False} and said[1][key] == {True}:
            yield softer
        if said[0][key] == {True} and said[1][key] == {False}:
            yield firmer
