"""A promise not to do something, said in other words: "we do not sell your data", "your data is not for sale", "at no point do we sell it".

Coarser than reading statements, for it has to know the form of neither sentence, and stricter: but for the verb, who speaks and a short
list of words that narrow nothing, both must hold the same words. "We do not sell data" and "we do not rent data" are two promises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.core.meaning.assurances.grammar import BE
from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.meaning.rewording.senses import sense
from monitor.core.meaning.served import READER
from monitor.core.meaning.statements.vocabulary import lemmas, verbs
from monitor.core.meaning.turns.sentence import differing, one_sentence
from monitor.core.text.tokens import stem

# "Our" is none of these: "we do not sell our data" says nothing of yours.
_COMPANY = frozenset(("we", "us"))
# "Excluded from AI training" denies as well; "excluded data is sold" does not, see `_is_said`.
_DENYING = frozenset(("not", "never", "no", "none", "nobody", "neither", "nor", "refrain", "abstain", "excluded", "exempt", "nothing"))
# "We cannot read it" promises more than "we do not read it"; "it is impossible for us" promises the same.
_ABLE = {"can": "able", "able": "able", "capable": "able", "possible": "able"}
_FINITE = frozenset(word for word, known in verbs().items() if any(verb.form in ("base", "s") for verb in known))
# "We take part in selling it", "we use it for training": what is sold or trained is the act.
_LIGHT = frozenset(("hand", "take", "part", "use", "show"))
# "Not sold to bakers by us" and "not sold by bakers to us" have the same words.
_PREPOSITIONS = frozenset(("with", "to", "by", "between", "about", "on", "than"))
# "At no point do we", "we are never going to", "we do not engage in", "something that we do not": none of these words narrows anything.
# "Time" is among them, "this" is not: "at this time" limits, "at no time" does not.
_CARRYING = (
    BE
    | _DENYING
    | _COMPANY
    | frozenset(
        (
            *("a", "an", "the", "it", "your", "there", "that", "which", "something", "thing", "and", "also", "so", "any"),
            *("do", "does", "did", "will", "would", "shall", "going", "engage", "engaged", "participate", "ever", "simply", "whatsoever"),
            *("at", "point", "time", "in", "case", "way", "under", "circumstances", "circumstance", "event", "means"),
            *("to", "for", "of", "from", "by", "with", "up"),
        )
    )
)
"""Words that tell neither whose nor what, nor to whom, nor a limit."""
# "We sell maps, and never burn cards": what is denied stands in another clause than the act.
_PARTING = frozenset((",", ";", ":", "and", "or", "but", "nor", "if", "unless", "when", "where", "who", "because"))
# "Rest assured: your data will never be up for sale".
_ASSURED = frozenset(map(stem, ("rest", "assured", "please", "note", "know", "sure", "value", "trust", "privacy", "promise", "clear")))
# "Advertisers never receive your messages", "we do not share your messages with advertisers".
_RECEIVING = frozenset(("receive", "obtain", "get", "access", "see"))
_GIVING = frozenset(("share", "disclose", "provide", "give", "transfer", "transmit", "send", "pass", "reveal", "release", "sell"))
# "Your data is not for sale, unless you agree": a comma before one of these does not end what is denied.
_LIMITING = frozenset(
    ("unless", "except", "exception", "excepting", "excluding", "if", "when", "where", "without", "until", "only", "but", "however",
     "although", "though", "while", "other", "apart", "save", "currently", "generally", "may", "might", "can"),
)  # fmt: skip


@dataclass(frozen=True)
class Denial:
    """What a sentence denies, however it is put."""

    act: str
    """The verb in its plain form."""
    beside: tuple[str, ...]
    """Stems of the words that tell whose, what, to whom, when and with which exceptions, in order; "to banks" is another than "banks"."""


def is_same_denial(old: Sequence[str], new: Sequence[str], names: frozenset[str] = frozenset()) -> bool:
    """True when two sentences deny the same act of the same things.

    >>> is_same_denial("we do not sell your data".split(), "your data is not for sale".split())
    True
    """
    before = denial_of(old, names)
    return before is not None and before == denial_of(new, names)


def way_of_denial(old: str, new: str) -> int | None:
    """Where the sentence in which two texts differ denies the same act on both sides: 1 for more than before, -1 for less, 0 for neither.

    None where one of them does not deny it.
    """
    pair = one_sentence(old, new)
    sides = [found for side in pair or () if (found := denial_of(side))]
    if len(sides) != 2 or sides[0].act != sides[1].act:
        return None
    # "Not to banks" denies less than "not": more words beside the act are more limits.
    before, after = (set(side.beside) for side in sides)
    return 1 if after < before else -1 if before < after else 0


def denials_stand(old: str, new: str, names: frozenset[str] = frozenset()) -> bool:
    """True when one text denies something, in sentences that the other lacks, and the other's own sentences deny all of it as well."""
    gone, come = differing(old, new)
    denied = [words for words in gone if denial_of(words, names)]
    return bool(denied) and all(any(covers(words, other, names) for other in come) for words in denied)


def covers(old: Sequence[str], new: Sequence[str], names: frozenset[str] = frozenset()) -> bool:
    """True when a sentence denies an act that another denies, and names nothing beyond, by which it might hold for less.

    >>> covers("we do not sell your data to banks".split(), "at no point is your data sold".split())
    True
    """
    before = denial_of(old, names)
    return before is not None and any(_is_covered(before, denial_of(part, names)) for part in _parts(list(new)))


def _is_covered(before: Denial, after: Denial | None) -> bool:
    if after is None:
        return False
    if before.act == after.act:
        return set(after.beside) <= {*before.beside, *_ASSURED}
    # "Advertisers never receive your messages" denies what "we do not share them with advertisers" denies.
    own, theirs = ({word.split()[-1] for word in side.beside} for side in (before, after))
    return before.act in _GIVING and after.act in _RECEIVING and own == theirs


def _parts(words: list[str]) -> list[Sequence[str]]:
    """A sentence, and each part where a colon or a comma cuts it, unless one limits the others: "it is not for sale, and never was"."""
    cuts = [-1, *(at for at, word in enumerate(words) if word in (",", ":", ";")), len(words)]
    if len(cuts) == 2 or not _LIMITING.isdisjoint(words):
        return [words]
    return [words, *(words[a + 1 : b] for a, b in pairwise(cuts))]


def denial_of(words: Sequence[str], names: frozenset[str] = frozenset()) -> Denial | None:
    """What a sentence denies; None where it denies nothing, or several things, or where others than the company do not do it.

    Args:
        words: as `clause_tokens` cuts them.
        names: what the company calls itself, in lower case.
    """
    if _DENYING.isdisjoint(words):
        return None
    run, plain = _joined(words), lemmas()
    acts = {plain[word] for word in run if word in plain and plain[word] not in _LIGHT and word not in READER}
    denied = [at for at, word in enumerate(run) if word in _DENYING]
    if len(acts) != 1 or len(denied) != 1:
        return None
    (act,), (at,) = acts, denied
    # "We do not keep it to sell it" would be two acts; of one told twice ("sold or resold by") the first counts.
    place = next(n for n, word in enumerate(run) if plain.get(word) == act)
    if not _is_bound(run, at, place) or not _is_said(run, at, place, names):
        return None
    return Denial(act, tuple(_beside(run, act, names)))


def _joined(words: Sequence[str]) -> list[str]:
    """The words with "no one" as one, and one denial where two stand for one verb."""
    return _TWICE.sub("do not", _NO_ONE.sub("nobody", " ".join(words))).split()


_NO_ONE = re.compile(r"\bno one\b")
# "We don't and won't sell it", "we have never and will never sell it".
_TWICE = re.compile(r"\b(?:do|does|have|has|will) (?:not|never) (?:and|or|nor) (?:do|does|will|shall|have|has) (?:not|never)\b")


def _is_bound(run: Sequence[str], denied: int, place: int) -> bool:
    """True where nothing parts what denies from the act: "we sell letters, and never burn cards" denies no selling."""
    return _PARTING.isdisjoint(run[min(denied, place) : max(denied, place)])


def _is_said(run: Sequence[str], denied: int, place: int, names: frozenset[str]) -> bool:
    """True where the company says that it does not act.

    Not of "no, we sell it", of an order ("do not sell it"), or of what others do ("bakers do not sell it to us").
    """
    if run[denied + 1 : denied + 2] == [","] or (run[denied] in ("excluded", "exempt") and run[denied + 1 : denied + 2] != ["from"]):
        return False
    if run[0] in ("do", "please", "never", "refrain") and (BE | _COMPANY | names).isdisjoint(run):
        return False
    # "Read" may be "we read it" or "it is read": a form of "be" just before decides.
    passive = any(known.form == "ed" for known in verbs().get(run[place], ())) and not BE.isdisjoint(run[max(0, place - 4) : place])
    if run[place] not in _FINITE or passive:
        return True
    return all(word in _CARRYING or word in _ABLE or word in names for word in run[:place] if word[0].isalnum()) or _receives(run, place)


def _receives(run: Sequence[str], place: int) -> bool:
    """True for "advertisers never receive your messages": here others do not act because the company does not."""
    return lemmas().get(run[place]) in _RECEIVING and "your" in run[place:]


def _beside(run: Sequence[str], act: str, names: frozenset[str]) -> Iterator[str]:
    plain, before = lemmas(), ""
    for word in run:
        if word in _PREPOSITIONS:
            before = f"{word} "
            continue
        idle = word in _CARRYING or word in names or not word[0].isalnum() or (plain.get(word) in (act, "use") and word not in READER)
        if not idle:
            yield before + _ABLE.get(word, stem(word))
        # "With your bank" is "with bank".
        if word not in _BETWEEN:
            before = ""


_BETWEEN = frozenset(("a", "an", "the", "your", "any"))
"""Words that may stand between a preposition and its noun."""


def way_of_means(old: str, new: str) -> int | None:
    """-1 where the new text tells as a means to something kind what the old one denies, 1 for the reverse, None for neither.

    >>> way_of_means("We do not read private messages.", "To keep you safe, we protect members by reading private messages.")
    -1
    """
    before, after = ([word for sentence in sentence_row(shown(text)) for word in sentence.words] for text in (old, new))
    denied_before, denied_after = _denied_acts(before), _denied_acts(after)
    worse, better = (denied_before - denied_after) & _means(after), _means(before) & (denied_after - denied_before)
    return None if bool(worse) == bool(better) else -1 if worse else 1


def _means(words: Sequence[str]) -> set[str]:
    """The senses of verbs behind "by": "by reading", "by secretly reading"."""
    return {sense(word) for at, word in enumerate(words) if word.endswith("ing") and "by" in words[max(0, at - 2) : at]}


def _denied_acts(words: Sequence[str]) -> set[str]:
    """The senses of the words within a few behind a denial."""
    return {sense(word) for at, word in enumerate(words) if not _DENYING.isdisjoint(words[max(0, at - 3) : at])}
