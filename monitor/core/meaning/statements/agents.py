"""Who does what a verb says, whether it is denied, and how firmly: read from the words before the verb, back to its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.meaning.statements.vocabulary import verbs, word_list

_CONTENT_HEADS = word_list("content-heads")
_DATA_HEADS = word_list("data-heads")
_OWN_DATA_HEADS = word_list("own-data-heads")
_PARTY_WORDS = word_list("party-words")
_READER_WORDS = word_list("reader-words")

MODALS = {"may": "may", "might": "may", "can": "can", "could": "can", "will": "will", "would": "will", "must": "must", "shall": "must",
          "should": "should"}  # fmt: skip
BE = frozenset({"be", "been", "being", "is", "are", "was", "were", "get", "gets"})
_HAVE, _DO = frozenset({"have", "has", "had"}), frozenset({"do", "does", "did"})
_DENIALS, _NOBODY = frozenset({"not", "never", "neither", "nor"}), frozenset({"no", "none", "nobody", "nothing"})
_AUXILIARY = frozenset(MODALS) | _DO | BE | _HAVE
_JOINING = frozenset({"and", "or", ",", "nor", "but", "then"})
_WALLS = frozenset({"(", "[", ";", "–", "—", "|", "•"})
SUPPOSING = word_list("supposing")
_ADVERBS = word_list("between-verb-and-subject")
_INSTEAD = frozenset({"only", "instead", "rather", "but", "solely"})
"""Words after which a second predicate is no longer denied: "does not sell your data and only shares it with …"."""
_REFUSING = word_list("refusing")
_ALLOWING = word_list("allowing")
# What a negation is spent on: "We cannot guarantee that nobody accesses your data", "We are not responsible for how partners use it".
_SPENT_ON = word_list("negation-spent-on")
_PSEUDO = (
    ("not", "only"), ("not", "limited"), ("not", "just"), ("not", "necessarily"), ("or", "not"), ("if", "not"), ("not", "applicable"),
    ("no", "later"), ("no", "doubt"), ("no", "matter"), ("not", "to", "mention"), ("not", "yet"), ("not", "hesitate"), ("not", "merely"),
    ("not", "solely"), ("do", "not", "track"), ("no", "charge"), ("no", "cost"),
)  # fmt: skip
_PSEUDO_BY_WORD = {
    word: tuple((shift, sign) for sign in _PSEUDO for shift, other in enumerate(sign) if other == word)
    for word in {word for sign in _PSEUDO for word in sign}
}
"""By word, the phrases that hold it, each with how many words stand before it there."""
# "You agree not to sell", "we intend to share": the subject of both verbs is the same.
_CONTROLLING = frozenset(["agree", "agrees", "intend", "intends", "plan", "promise", "undertake", "commit", "try", "continue", "represent"])
# "We promise that we", "you understand that we": what follows is stated; "you may ask that we …" is not.
# "We cannot guarantee that nobody sees it": what follows is neither said nor denied.
_NOT_ANSWERED_FOR = frozenset({"guarantee", "responsible", "liable", "ensure", "control", "sure", "warrant", "promise"})
_ASSURING = word_list("assuring")
_PREPOSITIONS = word_list("prepositions")
_QUALIFYING = word_list("qualifying")
_REACH = 70
"""Words from a verb back to its subject, in long lists of verbs and exceptions."""


@dataclass(slots=True)
class Agency:
    """What the words before a verb say of it."""

    actor: str = ""
    """company | reader | third-party, or empty when none is named"""
    denied: bool = False
    modality: str = ""
    governed: bool = False
    """A subject or an auxiliary stands before it: it is a verb and no noun."""
    passive: bool = False
    supposed: bool = False
    """In a condition, a question, or a clause about something else ("if we sell", "the data that we collect")."""
    start: int = 0
    """Where its clause begins."""
    subject: int = 0
    """Where its subject, or its first auxiliary, stands."""
    aim: bool = False
    """Only what something else is done for: "to comply with the law"."""
    bound: bool = False
    """Others are forbidden to: "are prohibited from selling"."""


def agency(words: Sequence[str], verb: int, form: str, names: frozenset[str]) -> Agency:
    """Reads back from a verb to its subject.

    Args:
        words: the sentence.
        verb: the verb's place in it.
        form: base | s | ed | ing
        names: what the company calls itself, beside "we".
    """
    return _Walk(words, verb, form, names).read()


class _Walk:
    """One walk from a verb to the left."""

    def __init__(self, words: Sequence[str], verb: int, form: str, names: frozenset[str]) -> None:
        self.words, self.verb, self.form, self.names = words, verb, form, names
        self.found = Agency(start=verb, subject=verb)
        self.near = True
        """Nothing but adverbs, negations and coordinated verbs lies between here and the verb."""
        self.parted = False
        """A negation further left denies another predicate."""
        self.bound = False
        """The auxiliary of the verb was met."""
        self.comma = False

    def read(self) -> Agency:
        at, low = self._before_insertion(), max(-1, self.verb - _REACH)
        while at > low:
            self.found.start = at
            if self.words[at] in _WALLS:
                self.found.start = at + 1
                break
            following = self._step(at)
            if following < 0:
                break
            at = following
        return self.found

    def _before_insertion(self) -> int:
        """Where the walk begins: "We do not, whatever the law that applies is, sell your data" has its auxiliary before the first comma."""
        if self.form == "base" and self.verb > 1 and self.words[self.verb - 1] == ",":
            for at in range(self.verb - 2, max(0, self.verb - _REACH), -1):
                if self.words[at] == "," and (self.words[at - 1] in _DENIALS or self.words[at - 1] in MODALS):
                    return at - 1
        return self.verb - 1

    def _step(self, at: int) -> int:
        """Takes one word in; gives the next place, or -1 when the subject is found."""
        word = self.words[at]
        if word in (")", "]"):
            return next((n for n in range(at, max(-1, at - 40), -1) if self.words[n] in ("(", "[")), at) - 1
        if word in _DENIALS or word in _NOBODY or word in _AUXILIARY:
            return self._auxiliary(at) if word in _AUXILIARY else self._denial(at)
        if word in _REFUSING and self.words[at + 1] in ("to", "from", self.words[self.verb]):
            # "We reserve the right to refuse to transmit" promises nothing.
            self.found.denied = not self.found.denied and self.words[at - 1] != "to"
            self.found.governed, self.found.subject, self.found.bound = True, at, True
            return at - 1
        return self._subject_or_other(at, word)

    def _subject_or_other(self, at: int, word: str) -> int:
        if word == "to" and self.near and not self.found.passive:
            return self._infinitive(at)
        if not self.found.passive and (actor := self._named(at)):
            return self._subject(at, actor)
        if word in ("that", "which", "who") and self._starts_predicate(at + 1):
            return self._relative(at)
        return self._other(at)

    def _denial(self, at: int) -> int:
        found, word = self.found, self.words[at]
        # "Does not sell your data and uses it": the second verb carries its own ending and is not denied.
        other = (self.form == "s" and word == "not") or (found.passive and not self.near and word == "not")
        # "We no longer rely on it as a mechanism to transfer data": only "do not use it to transfer" denies the aim as well.
        other = other or (found.aim and not self.near and verbs().keys().isdisjoint(self.words[at + 1 : found.subject]))
        # "We charge no fee and collect your name": the noun of another verb is denied.
        other = other or (word in _NOBODY and at > 0 and self.words[at - 1] in verbs() and not found.passive)
        if not (self.parted or other or self._pseudo(at)):
            found.denied = True
        if self.near or word in ("nor", "neither"):
            found.governed, found.subject = True, at
        return at - 1

    def _pseudo(self, at: int) -> bool:
        return any(
            tuple(self.words[at - shift : at - shift + len(sign)]) == sign
            for shift, sign in _PSEUDO_BY_WORD.get(self.words[at], ())
            if shift <= at and not (sign[0] == "do" and self.words[at - shift - 1 : at - shift] in (("we",), ("to",)))
        )

    def _auxiliary(self, at: int) -> int:
        word, found = self.words[at], self.found
        joined = self.form == "ed" and self.words[self.verb - 1] in _JOINING
        if self.bound and not self.near:
            # The auxiliary of an earlier predicate: "We will not sell it and may use it".
            self.parted = True
            return at - 1
        if word in BE and ((self.form == "ed" and (self.near or joined)) or (self.form == "ing" and self.near)):
            found.passive = self.form == "ed"
            found.governed, found.subject, self.bound = True, at, self.bound or word in ("is", "are", "was", "were")
        elif word in MODALS or word in _DO or (word in _HAVE and self.near and self.form == "ed"):
            found.modality = found.modality or MODALS.get(word, "")
            found.governed, found.subject = True, at
            self.bound = self.near or found.passive or self.bound
        else:
            self.near = False
        return at - 1

    def _infinitive(self, at: int) -> int:
        found, before = self.found, self.words[at - 1] if at else ""
        found.governed, found.subject = True, at
        if before in ("want", "wish", "like"):
            found.supposed = True
            return -1
        if actor := self._inner_actor(at - 1, before):
            return self._subject(at - 1, actor, inner=True)
        if before in _PARTY_WORDS:
            return at - 2  # "We do not allow advertisers to track you": it is the company that lets them
        if before in ("right", "authorized", "authorised", "entitled", "permitted", "allowed", "free"):
            found.modality = found.modality or "may"
            return at - 2
        self.near = before in _DENIALS or before in _AUXILIARY
        found.aim = not self.near and before not in _CONTROLLING and before not in ("committed", "able", "going")
        return at - 1

    def _inner_actor(self, at: int, word: str) -> str:
        """Who does what an infinitive says, where that stands right before it: "allows us to", "you to", "partners to"."""
        if word == "us" or word in self.names:
            return "company"
        if word in _READER_WORDS:
            return "reader"
        allowed = not _ALLOWING.isdisjoint(self.words[max(0, at - 5) : at + 1])
        return "third-party" if word in _PARTY_WORDS and not allowed else ""

    def _named(self, at: int) -> str:
        word = self.words[at]
        if word in ("we", "i"):
            return "company"
        if word in self.names or word == "company":
            return "company" if self._is_subject(at) else ""
        if word in _READER_WORDS:
            return "reader" if self._is_subject(at) else ""
        if word in _PARTY_WORDS:
            return "third-party" if self._is_subject(at) else ""
        return ""

    def _is_subject(self, at: int) -> bool:
        """True when what follows is a predicate, and no preposition stands before the noun."""
        after = at + 1
        if after < self.verb and self.words[after] == "(":
            after = next((n for n in range(after, self.verb) if self.words[n] == ")"), after) + 1
        if not self._starts_predicate(after):
            return False
        back = at - 1
        while back >= 0 and self.words[back] in _QUALIFYING:
            back -= 1
        before = self.words[back] if back >= 0 else ""
        return before in MODALS or before in _DO or before not in _PREPOSITIONS

    def _starts_predicate(self, at: int) -> bool:
        if at == self.verb:
            return self.form != "ing"
        if at > self.verb:
            return False
        word = self.words[at]
        if word in _AUXILIARY or word in _DENIALS:
            return True
        if word in ("only", "also", "always", "generally", "only", "hereby", "and", "or", ",") or word.endswith("ly"):
            return self.near
        if word in _CONTROLLING:
            return True
        return any(known.form in ("base", "s") for known in verbs().get(word, ())) and self.form in ("base", "s")

    def _subject(self, at: int, actor: str, *, inner: bool = False) -> int:
        """The subject is found; the words before it tell whether the clause states anything."""
        found, words = self.found, self.words
        found.actor, found.governed, found.subject = actor, True, at
        back = at - 1
        while back >= 0 and (words[back] in _QUALIFYING or words[back] in MODALS or words[back] in _DO):
            if words[back] in MODALS or words[back] in _DO:
                # "Nor do we", "at no time will we", "under no circumstances do we".
                found.denied = found.denied or not {"nor", "never", "neither", "no"}.isdisjoint(words[max(0, back - 5) : back])
                found.modality = found.modality or MODALS.get(words[back], "")
            back -= 1
        if actor != "company" and back >= 0 and words[back] in _JOINING and self._with_company(back):
            found.actor = "company"
        if inner:
            self._permitted(at)
        else:
            found.supposed = self._supposed(back, actor)
        found.start = 0 if not found.supposed else max(0, back)
        for wall in range(at - 1, -1, -1):
            if words[wall] in _WALLS:
                found.start = max(found.start, wall + 1)
                break
        return -1

    def _with_company(self, joint: int) -> bool:
        """ "Neither we nor our partners sell": the company is one of them."""
        before = self.words[max(0, joint - 4) : joint]
        self.found.denied = self.found.denied or "neither" in before
        return "we" in before or not self.names.isdisjoint(before)

    def _permitted(self, at: int) -> None:
        """ "You do not allow us to", "nothing here permits us to": what is denied is the permission."""
        before = self.words[max(0, at - 8) : at]
        self.found.denied = self.found.denied or "not" in before or "nothing" in before or "never" in before
        self.found.modality = self.found.modality or "may"
        self.found.supposed = bool({"if", "whether", "how", "when", "unless", "wish", "want"} & set(self.words[max(0, at - 14) : at]))

    def _supposed(self, back: int, actor: str) -> bool:
        before = self.words[back] if back >= 0 else ""
        if before in SUPPOSING:
            return True
        things = _DATA_HEADS | _OWN_DATA_HEADS | _CONTENT_HEADS
        if actor == "company" and before in ("that", "which"):
            # "The information that we share is …"; but "we promise that we …".
            return back > 0 and self.words[back - 1] not in _ASSURING
        return before in things

    def _relative(self, at: int) -> int:
        """ "Partners that sell data", "data which is sold"; but "we ensure that it is not sold"."""
        found, antecedent = self.found, self.words[max(0, at - 3) : at]
        found.governed, found.supposed, found.start = True, True, at
        if not _PARTY_WORDS.isdisjoint(antecedent):
            found.actor = "third-party"
        elif not (_READER_WORDS - {"you"}).isdisjoint(antecedent[-1:]):
            found.actor = "reader"
        return -1

    def _other(self, at: int) -> int:
        word, found = self.words[at], self.found
        if word in SUPPOSING and found.governed and not self.comma:
            found.supposed = True
            return -1
        if word == "," and not self.near:
            self.comma = self.comma or found.passive or found.governed
        if word in _NOT_ANSWERED_FOR and not {"not", "no", "neither"}.isdisjoint(self.words[max(0, at - 4) : at]):
            found.supposed = True
            return -1
        if word in _INSTEAD or word in _SPENT_ON or (word in _JOINING and self.bound and not found.passive):
            self.parted = True
        if word == ":" or word in _ADVERBS or word in _JOINING or word.endswith("ly") or word in _INSTEAD:
            if word == "," and self.form == "base" and self.near and self.words[at + 1] == "do":
                return -1  # "…, do not share it": an order
            return at - 1
        following = self.words[at + 1]
        if self.near and (following in _JOINING or (following in _ADVERBS and word in verbs())):
            return at - 1  # coordinated verbs, known or not: "will not barter, swap or sell"
        self.near = False
        return at - 1
