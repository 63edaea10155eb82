"""The verdict on a change in a judged language: by gates and rules, without the weights that were learned from English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum

from monitor.core.meaning.features.declared import features
from monitor.core.meaning.frames import INTRUSIVE_ACTS
from monitor.core.meaning.immaterial import Gate
from monitor.core.meaning.rules import Rule
from monitor.core.meaning.rules import fired as rules_on
from monitor.core.meaning.tongues.gates import gate_of
from monitor.core.meaning.tongues.side import STEM, TongueChange, TongueSide
from monitor.core.meaning.tongues.signals import signals_of
from monitor.core.meaning.tongues.turned import INTRUDING
from monitor.core.meaning.topic_names import OTHER
from monitor.core.meaning.topics import MOST
from monitor.core.text.lexicon import english
from monitor.model import Certainty, Direction, Severity

_LEANS = 2.0
"""From which sum of what its features say outright a change has a direction that no rule names."""
_GRAVE = frozenset({"sale-admitted", "promise-narrowed", "last-right-removed", "last-opt-out-removed"})
"""Critical rules that need no weights to agree where no weights are: what is said is read, not guessed from words."""
_WEAKENING = frozenset({"sale-admitted"})
_SUBSTANCE = frozenset({"recipient", "data", "purpose", "right", "choice", "transfer"})
"""Groups of concepts of which it is a change of substance that one is named for the first time, or no longer anywhere."""
_WEIGHTY = frozenset({*INTRUSIVE_ACTS, "notify", "delete", "charge", "terminate", "refund", "monitor", "advertise", "discriminate"})
"""Acts of which it is a change of substance that they are said for the first time, or no more."""
_TERMS = frozenset({"disclaim", "terminate", "charge", "license", "arbitrate", "class-action"})
"""Concepts of terms of service, where a word or two make another duty."""
_TELLING = _TERMS | {"govern", "conduct", "change-terms", "notify", "transfer", "government", "third-party", "right", "opt-out", "opt-in",
                     "security-measure", "retain", "delete", "sell", "share", "train", "controller", "officer", "legitimate"}  # fmt: skip
"""Concepts of which a statement that is new, or gone, is a change of substance."""
_TOLD = frozenset({"polarity:only", "govern:touched", "security:vaguer", "security:clearer"})
"""Features that show a change of substance, though no rule that rests on them decides."""
_ASIDE = frozenset({"any-time", "own-time", "own-notice", "breach", "visible", "everyone", "before", "needed"})
"""Concepts that say what a period or a right is like, and are no substance by themselves."""
_JOINED = 5
"""Words behind "and" or "to" among which a recipient stands: "und an unsere Inkassobüros"."""
_MANY, _SOME = 6, 3
"""Words of substance that differ."""
_FEW_LEFT, _MOST_LEFT = 0.5, 0.65
"""Shares of the words of substance that both sides have, below which a statement is rewritten; of our own rewordings, none is."""
_ALIKE = 0.5
"""Share of a statement's words of substance that a sentence of the other text holds, from which it may be the same one."""
_BEYOND = {"class-action": {"dispute-liability": 4.0}, "legitimate": {"purpose-of-use": 3.0}, "officer": {"contact-identity": 3.0},
           "perpetual": {"content-license": 3.0}, "renewal": {"payments": 3.0}, "refund": {"payments": 3.0},
           "court-order": {"legal-disclosure": 3.0}, "transfer-safeguard": {"international-transfer": 3.0}}  # fmt: skip
"""Topics of concepts that English has no entry for."""
UNREAD = Rule(
    "unread",
    Severity.MATERIAL,
    decides=False,
    says="No rule covers what changed here, so it has no direction.",
    headline="{clause}",
    direction=None,
)
"""Speaks where something of substance changed that no rule names."""
LEANING = replace(UNREAD, says="No rule covers what changed here; its direction follows from single words that came or went.")
"""The same where whom the change serves is plain without a rule: one more recipient, no end-to-end encryption any more."""
CERTAINTY = {"decided": 0.8, "named": 0.6, "unread": 0.5}
"""How sure the severity is, by what it rests on; see docs/languages.md."""


@dataclass(frozen=True, slots=True)
class TongueVerdict:
    """How the severity, the direction and the topics of a change came about."""

    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    certainty: Certainty
    gate: Gate | None = None
    fired: tuple[Rule, ...] = ()
    speaker: Rule | None = None
    severe_since: str = ""
    """What of substance changed, where no rule decides; empty where nothing of substance did."""
    directed_since: str = ""
    """Where the direction comes from, or why there is none."""

    @property
    def reasons(self) -> tuple[Rule, ...]:
        """The rules that are given as reasons: the one that speaks, then the others that decide and do not contradict it."""
        if self.speaker is None:
            return ()
        others = (rule for rule in self.fired if rule.decides and rule is not self.speaker and rule.direction in (None, self.direction))
        return (self.speaker, *others)


def decide(change: TongueChange) -> TongueVerdict:
    """The verdict on an observed change."""
    if gate := gate_of(change):
        return TongueVerdict(gate.severity, Direction.NEUTRAL, topics_of(change), Certainty(1.0, 1.0), gate)
    names = signals_of(change)
    *found, last = rules_on(names)  # the last rule of the table has no conditions
    fired = tuple(found)
    decided = [rule for rule in fired if is_deciding(rule)]
    if decided:
        return _by_rules(change, names, fired, decided)
    # A rule that only names a change tells it where something of substance changed.
    weight, since = substance_of(change, names)
    speaker = _naming(fired, topics_of(change)) if fired and weight.rank >= Severity.MATERIAL.rank else UNREAD
    if weight is Severity.COSMETIC:
        speaker = last
    direction, why = (Direction.NEUTRAL, "only small words differ") if weight is Severity.COSMETIC else _leaning(names)
    if direction is Direction.UNCLEAR and weight.rank >= Severity.MATERIAL.rank:
        if _joins(change):
            direction, why = Direction.WEAKENS, "one more recipient is named"
        elif _is_intrusion(change, speaker):
            direction, why = Direction.WEAKENS, "the company says that it does what serves only itself"
    sure = CERTAINTY["named" if speaker is not UNREAD else "unread"]
    if speaker is UNREAD and direction is not Direction.UNCLEAR:
        speaker = LEANING
    return TongueVerdict(weight, direction, topics_of(change, speaker), Certainty(sure, _sure(direction)), None, fired, speaker, since, why)


def is_deciding(rule: Rule) -> bool:
    """True for a rule that decides where no weights are asked."""
    return rule.decides or rule.id in _GRAVE


def _is_intrusion(change: TongueChange, speaker: Rule) -> bool:
    """True for a new statement that the company does what nobody asks for: "Wir werten Ihre Einkäufe für Werbung aus"."""
    if change.kind != "added" or change.new.denies or speaker.direction is Direction.STRENGTHENS:
        return False
    if not any(change.came(name) and name in change.new.affirmed for name in INTRUDING):
        return False
    return any(said[0] == "company" and said[1] in (*INTRUSIVE_ACTS, "advertise") and not said[3] for said in change.new.said)


def _by_rules(change: TongueChange, names: frozenset[str], fired: tuple[Rule, ...], decided: Sequence[Rule]) -> TongueVerdict:
    speaker = max(decided, key=lambda rule: (_rank(rule), -fired.index(rule)))
    severity = Severity.CRITICAL if is_critical(speaker) else Severity.MATERIAL
    # A passage may take one promise and make another: then whom it serves is not said.
    ways = {rule.direction for rule in decided if rule.direction}
    direction, why = _leaning(names)
    if speaker.direction or len(ways) == 1:
        direction, why = speaker.direction or next(iter(ways)), "a rule decides"
    if speaker.id in _WEAKENING:
        direction, why = Direction.WEAKENS, "a rule decides"
    if len(ways) > 1 and not speaker.sure:
        direction, why = Direction.UNCLEAR, "rules go either way"
    sure = Certainty(CERTAINTY["decided"], _sure(direction))
    return TongueVerdict(severity, direction, topics_of(change, speaker), sure, None, fired, speaker, directed_since=why)


def is_critical(rule: Rule) -> bool:
    """True for a rule that makes a change critical where no weights are asked."""
    return rule.severity is Severity.CRITICAL and (rule.alone or rule.id in _GRAVE)


def _rank(rule: Rule) -> int:
    return (Severity.CRITICAL if is_critical(rule) else Severity.MATERIAL).rank


def _naming(fired: Sequence[Rule], topics: Sequence[str]) -> Rule:
    """Of rules that do not decide, the one that speaks of what the change is most about."""
    return next((rule for topic in topics for rule in fired if rule.topic == topic), fired[0])


def _leaning(names: frozenset[str]) -> tuple[Direction, str]:
    """The direction that the features say outright, where they say one clearly, and why."""
    known = features()
    said = fsum(known[name].direction - (known[mirror].direction if (mirror := known[name].mirror) else 0.0) for name in sorted(names))
    if abs(said) < _LEANS:
        return Direction.UNCLEAR, "neither a rule nor a sign says which"
    return Direction.WEAKENS if said < 0 else Direction.STRENGTHENS, _loudest(names, -1 if said < 0 else 1)


def _loudest(names: frozenset[str], sign: int) -> str:
    """What the feature means that says most for a direction."""
    known = features()
    weights = {name: known[name].direction - (known[mirror].direction if (mirror := known[name].mirror) else 0.0) for name in sorted(names)}
    return known[max(weights, key=lambda name: weights[name] * sign)].means


def _sure(direction: Direction) -> float:
    return CERTAINTY["unread"] if direction is Direction.UNCLEAR else CERTAINTY["decided"]


def substance_of(change: TongueChange, names: frozenset[str]) -> tuple[Severity, str]:
    """How much a change matters that no rule decides, and why: material where something of substance came, went or was counted anew."""
    came = [name for name in change.new.concepts if change.came(name)] + [name for name in change.old.concepts if change.went(name)]
    # "unter 18" and "noch nicht 18" are one age; what the lists call it may differ.
    if change.old.ages and change.old.ages == change.new.ages:
        came = [name for name in came if name != "child-protection"]
    # "die zugestimmt haben" and "die eingewilligt haben" ask for the same.
    if all(any(sentence.of("consent") for sentence in side.sentences) for side in (change.old, change.new)):
        came = [name for name in came if name != "opt-in"]
    if (since := next(_substance(change, names, came), None)) is not None:
        return Severity.MATERIAL, since
    if came or change.kind != "reworded" or change.old.said != change.new.said or change.old.concepts != change.new.concepts:
        return Severity.MINOR, ""
    return Severity.MINOR if _tells(change) else Severity.COSMETIC, ""


def _substance(change: TongueChange, names: frozenset[str], came: Sequence[str]) -> Iterator[str]:
    """What of substance changed, as a clause."""
    yield from (features()[name].means for name in sorted(names & _TOLD))
    if change.kind == "reworded" and change.old.excepts != change.new.excepts:
        yield f"an exception {'came' if change.new.excepts else 'went'}"
    if any(found.fate == "unsure" for found in change.fates):
        yield "a promise went, or stands in other words"
    if _is_counted_anew(change, names):
        yield "a number differs"
    if _says_something_else(change, came):
        yield "somebody, something or an act is named that the other version names nowhere"
    if _joins(change):
        yield "one more recipient is named"
    if change.kind == "reworded" and _is_rewritten(change):
        yield "little of the wording is left"
    if change.kind != "reworded" and _is_news(change):
        yield "the other version has no statement like it"


def _says_something_else(change: TongueChange, came: Sequence[str]) -> bool:
    """True when a class of recipients, data or purposes is named for the first time, or no more, or an act is said that was not."""
    groups = {name: concept.group for name, concept in english().concepts.items()}
    # "Wir geben sie niemandem" and "wir geben sie keinem Dritten" exclude the same.
    both = change.old.denies and change.new.denies
    if any(groups.get(name, "right") in _SUBSTANCE and not (both and name == "third-party") for name in came if name not in _ASIDE):
        return True
    sides = ((change.new, change.old_text), (change.old, change.new_text))
    return any(_weighs(said) and not _says(text, said) for side, text in sides for said in side.said)


def _says(text: TongueSide, said: tuple[str, str, str, bool]) -> bool:
    """True when a text says something, of the reader or of what is the reader's: "votre demande" is both."""
    actor, act, thing, denied = said
    things = ("reader", "data") if thing in ("reader", "data") else (thing,)
    return any((actor, act, one, denied) in text.said for one in things)


def _joins(change: TongueChange) -> bool:
    """True when one more is named among those who receive data: "an den Boten" became "an den Boten und an Inkassobüros".

    For those whom no list knows.
    """
    old, new = change.old, change.new
    if change.kind != "reworded" or new.denies or not (old.concepts["share"] and new.concepts["share"] and old.stems < new.stems):
        return False
    return any(not found.isdisjoint(new.stems - old.stems) for found in _joined(new))


def _joined(side: TongueSide) -> Iterator[set[str]]:
    """What stands behind each "and", comma and "to" of the sentences, as stems."""
    for sentence in side.sentences:
        commas = {at for at, word in enumerate(sentence.words) if word == ","}
        behind = {hit.start for name in ("and-words", "or-words", "to-words") for hit in sentence.of(name)} | commas
        for at in behind:
            yield {word[:STEM] for word in sentence.words[at + 1 : at + 1 + _JOINED] if len(word) >= STEM}


def _is_rewritten(change: TongueChange) -> bool:
    """True where a statement about something of substance has few words left: of our rewordings, none has so few."""
    named = change.old.concepts.keys() | change.new.concepts.keys()
    differing = len(change.old.stems ^ change.new.stems)
    if differing >= _MANY and named and change.common < _FEW_LEFT:
        return True
    return differing >= _SOME and not named.isdisjoint(_TERMS) and change.common < _MOST_LEFT


def _is_news(change: TongueChange) -> bool:
    """True for a statement about something of substance that came or went, and of which the other text has nothing alike."""
    side, text = (change.new, change.old_text) if change.new.sentences else (change.old, change.new_text)
    if any(found.fate == "kept" for found in change.fates) or not (side.concepts.keys() & _TELLING or side.said):
        return False
    if any(said[-1] for said in side.said) and all(said in text.said for said in side.said):
        return False  # a promise that moved, and is put in other words there
    alike = max((len(side.stems & sentence) / max(1, len(side.stems)) for sentence in text.stems_by_sentence), default=0.0)
    return alike < _ALIKE


def _weighs(said: tuple[str, str, str, bool]) -> bool:
    """True for what the company or others do with what is the reader's, and for what the reader must not do."""
    actor, act, _, denied = said
    return act in _WEIGHTY and (actor in ("company", "third-party") or denied)


def _is_counted_anew(change: TongueChange, names: frozenset[str]) -> bool:
    """True when a period or another number changed that stands nowhere else; of one side, when the other text lacks it."""
    old, new = (sorted(round(days) for stated in side.periods.values() for days in stated) for side in (change.old, change.new))
    if change.kind == "reworded":
        # "dreißig Tage" became "30 Tage", "ein Jahr" became "12 Monate".
        return "period:changed" in names or (Counter(change.old.counted) != Counter(change.new.counted) and not (old and old == new))
    text = change.old_text if new else change.new_text
    stated = {round(days) for found in text.periods.values() for days in found}
    return bool(old or new) and not stated.issuperset(old or new)


def _tells(change: TongueChange) -> bool:
    """True when a word of substance differs, or one that denies, limits or says how firmly."""
    stop = change.old.language.stop_words
    return any(word not in stop and len(word) > 1 for word in (*change.comparison.removed, *change.comparison.added))


def topics_of(change: TongueChange, speaker: Rule | None = None) -> tuple[str, ...]:
    """What a change is about, by the concepts that changed, then by those that it names; the topic of the rule that speaks leads."""
    scores: Counter[str] = Counter()
    old, new = change.old.concepts, change.new.concepts
    # The topics of concepts are those of English, for they belong to the concept and not to the word.
    known = english().concepts
    for name in old.keys() | new.keys():
        topics = known[name].topics if name in known else _BEYOND.get(name, {})
        weight = 0.9 if old[name] != new[name] else 0.3
        for topic, value in topics.items():
            scores[topic] += int(100 * weight * value)
    ranked = sorted(scores, key=lambda topic: (-scores[topic], topic))
    near = [topic for topic in ranked if scores[topic] >= scores[ranked[0]] / 2] if ranked else []
    if speaker and speaker.topic and speaker.decides:
        near = [speaker.topic, *(topic for topic in near if topic != speaker.topic)]
    return tuple(near[:MOST]) or (OTHER,)
