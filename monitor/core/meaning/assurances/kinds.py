"""The kinds of assurance: which words can tell each, which must stand beside them, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from monitor.core.meaning.assurances import conduct, duties, rights
from monitor.core.meaning.assurances.grammar import BE, GUARDED, MAY, PARTIES
from monitor.core.meaning.statements.vocabulary import word_list

Reader = Callable[[Sequence[str], int, frozenset[str]], bool]
_SHORT_FORMS = {
    "not": "don't doesn't won't isn't aren't didn't haven't hasn't wouldn't shouldn't cannot can't",
    "can": "cannot can't",
    "we": "we'll we've we're we'd",
    "you": "you'll you've you're you'd",
    "have": "we've you've they've",
    "will": "we'll you'll it'll they'll",
    "are": "we're you're they're aren't",
    "is": "it's that's isn't",
}
"""How the words of a gate stand in a text whose short forms are not resolved yet."""


class Kind:
    """One kind of assurance."""

    def __init__(self, cues: Iterable[str], reads: Reader, beside: Iterable[str] = ()) -> None:
        self.cues, self.reads, self._beside = frozenset(cues), reads, frozenset(beside)

    @cached_property
    def gates(self) -> tuple[frozenset[str], ...]:
        """Sets of words as they are written, of each of which one must stand in a unit that tells it."""
        return tuple(_as_written(words) for words in (self.cues, self._beside) if words)

    def places(self, held: Mapping[str, Sequence[int]]) -> list[int]:
        """A cheap gate: the numbers of the units in which it may stand, in order.

        Args:
            held: by word, the numbers of the units that hold it.
        """
        by_gate = ({at for word in gate & held.keys() for at in held[word]} for gate in self.gates)
        return sorted(set.intersection(*by_gate))


def _as_written(words: frozenset[str]) -> frozenset[str]:
    return words.union(*(_SHORT_FORMS.get(word, "").split() for word in words))


_OPEN = MAY | {"have", "has"}
_READERS_WORDS = frozenset({"you", "your", "customer", "customers", "publisher", "users", "members"})
KINDS: Mapping[str, Kind] = {
    "entitled": Kind({"entitled", "right", "rights"}, rights.is_entitled, {"have", "has", "having"} | BE),
    "redress": Kind(
        {"complaint", "complaints", "appeal", "appealed", "resolution", "complain", "ombudsman"}, rights.is_redress, _OPEN | {"dispute"}
    ),
    "owned": Kind({"retain", "own", "keep", "remains"}, rights.is_owned, word_list("rights-owned") | {"yours"}),
    "choice": Kind({"preferences", "settings", "choices"}, rights.is_choice, _OPEN),
    "chosen": Kind({"choose"}, rights.may_choose, _OPEN),
    "leave": Kind({"cancel", "terminate", "close", "unsubscribe", "stop", "discontinue"}, rights.may_leave, _OPEN),
    "correct": Kind(word_list("correcting"), rights.may_correct, _OPEN),
    "unharmed": Kind(word_list("unharming"), rights.is_unharmed, {"not", "nothing"}),
    "bound": Kind(duties.BINDING | duties.BOUND | {"must", "shall"}, duties.is_bound, PARTIES | {"their", "them"}),
    "remedy": Kind(word_list("money-back"), duties.is_remedy),
    "certified": Kind(word_list("certified"), duties.is_certified, duties.SCHEMES),
    "safeguarded": Kind(word_list("safeguards"), duties.is_safeguarded, duties.KEEPING | BE),
    "assured": Kind(word_list("firmly-assuring"), duties.is_assured, {"your", "you"} | GUARDED),
    "responsible": Kind({"responsible", "liable", "accountable"}, duties.is_responsible),
    "spared": Kind({"not", "excluding"}, duties.is_spared, {"including", "but", "excluding"}),
    "unknown": Kind({"knowledge"}, duties.is_unknown),
    "period": Kind({"days", "months", "years", "year", "month", "weeks", "hours"}, duties.is_period, duties.KEPT),
    "noticed": Kind({"days", "weeks", "hours", "month", "months"}, duties.is_noticed, duties.NOTICING),
    "pledged": Kind(word_list("pledging"), duties.is_pledged, _READERS_WORDS),
    "unlinked": Kind(word_list("linking"), duties.is_unlinked, {"not", "never", "unable", "only", "solely", "exclusively", "no"}),
    "abstaining": Kind({"not", "never"}, duties.is_abstaining, {"you", "your", "personal"}),
    "effort": Kind({"efforts"}, duties.is_effort),
    "warranted": Kind({"warrant", "promise", "pledge", "care"}, conduct.is_warranted, {"we", "company", "shall", "will"}),
    "unchanged": Kind({"not"}, conduct.is_unchanged, {"rights", "protection", "protections", "protective"}),
    "answered": Kind({"days", "day", "month", "weeks", "hours"}, conduct.is_answered, conduct.REQUESTS),
    "off": Kind({"off", "disabled", "enabled", "activated", "activate", "enable"}, conduct.is_off_at_first, BE | {"choose"}),
    "heeded": Kind(word_list("heeding"), conduct.is_heeded, conduct.SIGNALS | {"control"}),
    "courts": Kind(
        {"require", "requires", "required", "waive", "waives", "agree"},
        conduct.is_spared_arbitration,
        conduct.COURTS,
    ),
    "erased": Kind(conduct.ERASED, conduct.is_erased, BE),
    "kept-from-staff": Kind({"only"}, conduct.is_kept_from_staff, conduct.STAFF),
    "located": Kind({"union", "eu", "eea", "switzerland", "germany", "area"}, duties.is_located, duties.STORED),
}
FIRM = frozenset(KINDS) - {"chosen", "leave", "correct", "responsible", "answered"}
"""Kinds whose end is a loss by itself; what the others tell goes, and comes, with much else."""
GRAVE = FIRM - {"redress", "remedy", "choice", "certified", "located", "spared", "effort", "unlinked", "erased", "kept-from-staff"}
"""Kinds whose end may be grave. The others say where one may turn ("please write to our dispute body, free of charge"), what is paid back,
which seal the company bears, in which form figures are kept: of fourteen such losses a reader called one critical."""
OF_PROCEDURE = frozenset({"remedy", "chosen", "pledged", "answered", "choice", "effort"})
"""Kinds that are nothing by themselves in a sentence about how an arbitration is held: they come and go with it."""
BY_CUE: Mapping[str, Sequence[str]] = {
    cue: [name for name, kind in KINDS.items() if cue in kind.cues] for cue in frozenset().union(*(kind.cues for kind in KINDS.values()))
}
"""A word → the kinds that it can tell."""
WRITTEN_CUES = _as_written(frozenset(BY_CUE))
GATE_WORDS = frozenset().union(*(gate for kind in KINDS.values() for gate in kind.gates))
"""Every word that some kind asks for."""
