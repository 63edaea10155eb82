"""One side of a change in a judged language, and a whole text, as what they name and state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.parsed import ParsedDocument, join
from monitor.core.meaning.promises.fates import PromiseFate
from monitor.core.meaning.tongues.fates import all_readings, readings_in, tongue_fates
from monitor.core.meaning.tongues.parts import MAIN, Part, PartedSentence
from monitor.core.meaning.tongues.quantities import ages, numbers_of, periods, sentences_of
from monitor.core.meaning.tongues.reading import Reading
from monitor.core.meaning.tongues.sums import FINE, PRICE, Sum, sums
from monitor.core.meaning.tongues.tongue import Tongue, tongue
from monitor.core.text.segment import Unit

ABOUT = (
    ("own-notice", ("own-notice",)),
    ("own-time", ("own-time",)),
    ("wait", ("notify", "breach")),
    ("answer", ("request", "answer")),
    ("notice", ("notify",)),
    ("notice", ("change-terms",)),
    ("retention", ("retain",)),
    ("retention", ("delete",)),
    ("wait", ("breach",)),
)
"""What a period is about, by the concepts that its sentence must name; the first that holds.

`own-time` is the reader's to use ("return within 30 days"), `own-notice` the reader's to keep ("cancel three months ahead"), and `wait`
how long nobody tells them of a breach.
"""


@dataclass(frozen=True, eq=False)
class TongueSide:
    """What stands on one side of a change, or in a whole text."""

    sentences: tuple[PartedSentence, ...]
    readings: tuple[Reading, ...]
    language: Tongue

    @classmethod
    def of(cls, units: tuple[Unit, ...], document: ParsedDocument, language: Tongue) -> TongueSide:
        """Reads the units of one side."""
        text = join(units) if units else ""
        return cls(sentences_of(text, language.code), readings_in(units, document, language.code), language)

    @classmethod
    def whole(cls, document: ParsedDocument, language: Tongue) -> TongueSide:
        """A whole text, read once."""
        name = f"tongue-whole {language.code}"  # a German page may hold a French annex
        known: TongueSide | None = document.memory.get(name)
        if known is None:
            lines = [line for line in document.page.lines if line.strip()]
            found = tuple(sentence for line in lines for sentence in sentences_of(line, language.code))
            known = document.memory[name] = cls(found, all_readings(document, language.code), language)
        return known

    @cached_property
    def concepts(self) -> Counter[str]:
        """How often each concept is named."""
        return Counter(name for sentence in self.sentences for name in concepts_of(sentence))

    @cached_property
    def affirmed(self) -> frozenset[str]:
        """Concepts that some sentence names without denying anything."""
        # "Wir erheben keine Gesundheitsdaten" names health data, and does not say that any are collected.
        plain = (sentence for sentence in self.sentences if not is_denying(sentence))
        return frozenset(name for sentence in plain for name in concepts_of(sentence))

    @cached_property
    def periods(self) -> dict[str, list[float]]:
        """The periods by what they are about: answer, notice, retention, or other."""
        found: dict[str, list[float]] = {}
        for sentence in self.sentences:
            # "Wir beantworten Anfragen in 14 Tagen und löschen sie nach 30": the sentence is about answers first.
            named = set(concepts_of(sentence))
            about = next((kind for kind, needs in ABOUT if named.issuperset(needs)), "other")
            if stated := periods(sentence, self.language):
                found.setdefault(about, []).extend(stated)
        return found

    @cached_property
    def ages(self) -> set[int]:
        """The ages that it names."""
        return set().union(*(ages(sentence, self.language) for sentence in self.sentences))

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """The sums of money that it names."""
        return tuple(found for sentence in self.sentences for found in sums(sentence, self.language))

    @cached_property
    def charges(self) -> list[float]:
        """The sums that the reader pays, by a price or by a fine."""
        return [found.size for found in self.sums if found.kind in (PRICE, FINE)]

    @cached_property
    def numbers(self) -> list[str]:
        """Every number in figures."""
        return numbers_of(self.sentences)

    @cached_property
    def counted(self) -> list[str]:
        """The same but for opening hours: "montags bis freitags von 9 bis 17 Uhr" counts nothing that the reader is promised."""
        units = self.language.units
        named = [(sentence, {hit.name for hit in units.find(sentence.words)}) for sentence in self.sentences]
        return numbers_of(
            [sentence for sentence, found in named if "weekdays" not in found or any(name.startswith("days:") for name in found)]
        )

    @cached_property
    def denies(self) -> bool:
        """True when anything is denied or excluded in it."""
        return any(is_denying(sentence) or sentence.of("refusing") for sentence in self.sentences)

    @cached_property
    def excepts(self) -> bool:
        """True when anything is excepted in it: "außer …", "sauf …"."""
        return any(_is_exception(part, sentence) for sentence in self.sentences for part in sentence.parts)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that it writes with a capital, in lower case; in German every noun is among them."""
        shown = (sentence.text[token.start : token.end] for sentence in self.sentences for token in sentence.tokens)
        return frozenset(word.lower() for word in shown if word[:1].isupper()) - self.language.stop_words

    @cached_property
    def stems(self) -> frozenset[str]:
        """The beginnings of its words of substance."""
        return frozenset().union(*self.stems_by_sentence)

    @cached_property
    def stems_by_sentence(self) -> list[frozenset[str]]:
        """The same, of each sentence."""
        stop = self.language.stop_words
        return [
            frozenset(
                told.get(at, word[:STEM])
                for at, word in enumerate(one.words)
                if word[:1].isalnum() and word not in stop and at not in spent
            )
            for one, spent, told in ((sentence, self._compared(sentence), acts_at(sentence)) for sentence in self.sentences)
        ]

    def _compared(self, sentence: PartedSentence) -> frozenset[int]:
        """Where words stand that are compared by what they say: "an niemanden" is "an keinen Dritten", "zwei Wochen" are "14 Tage".

        Who speaks and how firmly is compared by the statements: "du kannst" is "der Kunde kann".
        """
        small = (hit for name in ("denials", "modals:", "actors:", "generic") for hit in sentence.of(name))
        spent = {at for hit in small for at in range(hit.start, hit.end)}
        for hit in self.language.units.find(sentence.words):
            before = sentence.words[hit.start - 1] if hit.start else ""
            if hit.name.startswith("days:") and (before.isdigit() or before in self.language.number_words):
                spent |= {hit.start - 1, hit.start}
        return frozenset(spent)

    @cached_property
    def said(self) -> Counter[tuple[str, str, str, bool]]:
        """Who does what to what, and whether it is denied; only what concerns the reader."""
        # What is only supposed ("falls wir Daten verkaufen") or about nobody is no difference between two policies.
        told = (reading.statement for reading in self.readings)
        return Counter((one.actor, one.act, one.object, one.denied) for one in told if one.stated and one.about_reader)


def _is_exception(part: Part, sentence: PartedSentence) -> bool:
    """True for "es sei denn, …" and, behind or before what is denied, for "sofern nicht …"."""
    if part.role == "exception":
        return True
    denied = any(other.role == MAIN and sentence.of("denials", other) for other in sentence.parts)
    return part.role == "case" and denied and bool(sentence.of("denials", part))


STEM = 5
"""Letters by which inflected forms of a word are taken for one."""
_ALSO_NOUNS = frozenset({"terminate", "retain", "delete", "notify", "refund"})
"""Concepts whose lists hold the nouns of an act as well: "nach Ihrer Kündigung" and "nachdem Sie gekündigt haben"."""
_ACTS = ("sell", "share", "use", "collect", "track", "protect", "retain", "delete", "refund")
"""Acts that are concepts of English too; a verb or a noun that tells one names it."""


def concepts_of(sentence: PartedSentence) -> Iterator[str]:
    """The concepts that a sentence names, each once."""
    named = [hit.name.removeprefix("concepts:") for hit in sentence.of("concepts:")]
    told = [hit.name.rpartition(":")[2] for hit in (*sentence.of("acts:"), *sentence.of("act-nouns:"))]
    yield from dict.fromkeys([*named, *(act for act in told if act in _ACTS)])


def is_denying(sentence: PartedSentence) -> bool:
    """True when a sentence denies something; "wer noch nicht 18 Jahre alt ist" and "nicht nur" deny nothing.

    Neither does "ohne Ihre Zustimmung nicht", which is "nur mit Ihrer Zustimmung".
    """
    if sentence.of("without") and sentence.of("consent"):
        return False
    none = {at for hit in sentence.of("no-denials") for at in range(hit.start, hit.last + 1)}
    return any(hit.start not in none for hit in sentence.of("denials"))


def acts_at(sentence: PartedSentence) -> dict[int, str]:
    """What the words of a sentence tell, by their places.

    "Gelöscht", "Löschung" and "tilgen" are one act, "effacement" and "les effacer" one right.
    """
    found: dict[int, str] = {}
    for hit in sentence.of("concepts:"):
        name = hit.name.removeprefix("concepts:")
        if name in _ALSO_NOUNS and hit.last == hit.start:
            found[hit.start] = f"acts:{name}"
        if name in ("needed", "any-time"):
            found |= dict.fromkeys(range(hit.start, hit.end), hit.name)
    found |= {at: hit.name for hit in sentence.of("acts:") for at in (*range(hit.start, hit.end), hit.last)}
    rights = [hit for hit in sentence.of("concepts:") if hit.name.startswith("concepts:right-")]
    return found | {at: hit.name for hit in rights for at in range(hit.start, hit.end)}


@dataclass(frozen=True, eq=False)
class TongueChange:
    """A change in a judged language with its two sides, the two texts around it, and what became of its promises."""

    comparison: Comparison
    old: TongueSide
    new: TongueSide
    old_text: TongueSide
    new_text: TongueSide
    fates: tuple[PromiseFate, ...]

    @classmethod
    def of(cls, candidate: Candidate, context: DocumentContext, code: str) -> TongueChange:
        """Observes a change.

        Raises:
            ValueError: for a language that is not judged beside English.
        """
        language = tongue(code)
        if language is None:
            raise ValueError(f"language {code!r} is not judged by a vocabulary of its own")
        sides = TongueSide.of(candidate.old, context.old, language), TongueSide.of(candidate.new, context.new, language)
        texts = TongueSide.whole(context.old, language), TongueSide.whole(context.new, language)
        return cls(Comparison.of(candidate, context), *sides, *texts, tongue_fates(candidate, context, code))

    @property
    def kind(self) -> str:
        """reworded | added | removed"""
        return self.comparison.kind

    @property
    def renamed(self) -> bool:
        """True where a name came for another: "Gerichtsstand ist Leipzig" became "Gerichtsstand ist Hamburg"."""
        words = [{word for sentence in side.sentences for word in sentence.words} for side in (self.old, self.new)]
        return bool(self.old.names - words[1]) and bool(self.new.names - words[0])

    @property
    def common(self) -> float:
        """Share of the words of substance of both sides that both have, 0 to 1."""
        old, new = self.old.stems, self.new.stems
        return 2 * len(old & new) / max(1, len(old) + len(new))

    def came(self, concept: str) -> bool:
        """True when the new side names what the old text named nowhere."""
        return concept in self.new.concepts and concept not in self.old_text.concepts

    def went(self, concept: str) -> bool:
        """True when the old side names what the new text names nowhere."""
        return concept in self.old.concepts and concept not in self.new_text.concepts
