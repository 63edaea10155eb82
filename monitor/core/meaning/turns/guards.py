"""What stands between the reader and a use of what is his: his consent, a case that has to arise, a person who looks at it."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.served import READER
from monitor.core.meaning.statements.vocabulary import verbs, word_list
from monitor.core.meaning.turns.sentence import BETTER, EITHER, WORSE, Turn, Words, is_about_one_thing, is_denied, stands
from monitor.core.text.lexicon import load

_LONGEST = 30
"""Words of a sentence beyond which it says more than one thing."""
_SHARED = 2
_AGREED = frozenset(("consent", "consented", "agree", "agreed", "permission"))
_BEFORE = frozenset(("with", "if", "after", "once", "when", "upon"))
_TOLD = frozenset(("notice", "notify", "notifying", "notified", "inform", "informing", "informed", "telling", "announcing"))
_CASES = frozenset(("if", "when", "where", "after", "once"))
_DONE = frozenset(
    ("transferred", "shared", "disclosed", "sold", "used", "published", "read", "passed", "sent", "given", "recorded", "combined",
     "assigned", "set", "placed", "transfer", "share", "disclose", "sell", "use", "publish", "pass", "send", "give", "record", "combine",
     "assign")
)  # fmt: skip
"""Acts for which consent guards: of what is done for the reader nobody need be asked."""


def by_consent_asked(one: Words, two: Words) -> Iterator[Turn]:
    """The reader's consent, which is no longer asked, or for which a notice stands: "with your consent", "by giving you notice"."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two):
        return
    asked = [_consent_at(words) for words in (one, two)]
    if (asked[0] is None) == (asked[1] is None):
        return
    first = asked[0] is not None
    guarded, free, at = (one, two, asked[0] or 0) if first else (two, one, asked[1] or 0)
    # Nothing else may have changed: what is done, and to whom, stands in both.
    same = set(guarded[:at]) <= set(free) and (guarded[:at] == free[: len(guarded[:at])]) and _is_taken(guarded[:at])
    rest = free[at:]
    without = not any(word[0].isalnum() for word in rest) or not _TOLD.isdisjoint(rest) or rest[0] in _CASES | {"as"}
    if same and without and (_AGREED | _CHOSEN).isdisjoint(free):
        yield Turn("condition", WORSE if first else BETTER)


_CHOSEN = frozenset(("object", "refuse", "opt", "choose", "click", "tick", "ask", "request", "accept", "allow", "unless"))
"""What the reader may do instead: to have to object is told as such elsewhere."""


def _consent_at(words: Words) -> int | None:
    """Where "with your consent", "if you agree" or "once the customer has consented" begins, at the end of a sentence."""
    at = next((n for n, word in enumerate(words) if word in _AGREED), -1)
    start = next((n for n in range(at - 1, max(-1, at - 6), -1) if words[n] in _BEFORE), -1) if at > 0 else -1
    owned = not {"your", *READER}.isdisjoint(words[start:at]) if start > 0 else False
    ends = at >= 0 and sum(word[0].isalnum() for word in words[at + 1 :]) <= _SHARED
    return (start - 1 if words[start - 1] == "only" else start) if owned and ends else None


def _is_taken(words: Words) -> bool:
    """True for what the company does, or what is done to the reader's: "your data is transferred", "we may transfer the contract"."""
    if words[:1] == ("you",) or _DONE.isdisjoint(words):
        return False
    serving = {known.act for word in words for known in verbs().get(word, ())} & word_list("protective")
    return not serving and (words[:1] == ("we",) or not _MATTERS.isdisjoint(words))


_MATTERS = frozenset(("your", "personal", "cookies", "trackers"))


def by_case(one: Words, two: Words) -> Iterator[Turn]:
    """The case in which the company's people may see something, which is no longer asked for: "if you report it"; or the reverse."""
    bare = [tuple(word for word in words if word not in ("any", "all", "every", ".")) for words in (one, two)]
    longer, shorter = sorted(bare, key=len, reverse=True)
    tail = longer[len(shorter) :]
    ours = not word_list("own-people").isdisjoint(shorter[:3]) and "may" in shorter[:5]
    if (
        ours
        and longer[: len(shorter)] == shorter
        and len(tail) > _SHARED
        and tail[0] in _CASES
        and not is_denied(longer)
        and "no" not in tail
    ):
        yield Turn("condition", WORSE if longer is bare[0] else BETTER)


def by_reviewer(one: Words, two: Words) -> Iterator[Turn]:
    """A person who looks at what a machine decides, and does so no longer; or the reverse."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two):
        return
    if any(word_list("machine-words").isdisjoint(words) for words in (one, two)) or not is_about_one_thing(one, two, shared=_SHARED):
        return
    looked = [not word_list("human-checks").isdisjoint(words) and not _LOOKING.isdisjoint(words) for words in (one, two)]
    if looked[0] != looked[1]:
        yield Turn("condition", WORSE if looked[0] else BETTER)


_LOOKING = frozenset(
    ("review", "reviews", "reviewed", "check", "checks", "checked", "decide", "decides", "confirm", "confirms", "examines")
)


def by_lapse(one: Words, two: Words) -> Iterator[Turn]:
    """What the reader has earned or paid for, and loses after a time: "points do not expire", "points expire after a year"."""
    earned, lapsing = word_list("earned"), word_list("lapsing")
    if any(len(words) > _LONGEST or earned.isdisjoint(words[:4]) or lapsing.isdisjoint(words) or "if" in words for words in (one, two)):
        return
    denied = [is_denied(words) for words in (one, two)]
    if denied[0] != denied[1]:
        yield Turn("denial", WORSE if denied[0] else BETTER)


_SEEN = frozenset(("see", "view", "read", "find", "access", "contact"))


def by_sight(one: Words, two: Words) -> Iterator[Turn]:
    """What others can see of the reader's, and could not before: "members cannot see your profile"."""
    for words in (one, two):
        if len(words) > _LONGEST or not {"you", "we", "your", "our"}.isdisjoint(words[:2]) or "your" not in words or "if" in words:
            return
    seen = [next((n for n, word in enumerate(words) if word in _SEEN), len(words)) for words in (one, two)]
    denied = [is_denied(words[:at]) for words, at in zip((one, two), seen, strict=True)]
    rests = [words[at:] for words, at in zip((one, two), seen, strict=True)]
    if denied[0] != denied[1] and rests[0] and rests[0] == rests[1]:
        yield Turn("denial", WORSE if denied[0] else BETTER)


def by_remedy(one: Words, two: Words) -> Iterator[Turn]:
    """What the company made good, and only looks into now: "we credit the fee", "we look into the cause"."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two) or "we" not in one or "we" not in two:
        return
    acts = [set(words[words.index("we") : words.index("we") + 3]) for words in (one, two)]
    good, looked = ([not word_list(name).isdisjoint(act) for act in acts] for name in ("making-good", "looking-into"))
    if good[0] != good[1] and looked[good.index(False)] and is_about_one_thing(one, two, shared=_SHARED):
        yield Turn("words", WORSE if good[0] else BETTER)


def by_chooser(one: Words, two: Words) -> Iterator[Turn]:
    """Who chooses: "you choose the shop", "we choose the shop"."""
    if sorted((*one[:1], *two[:1])) == ["we", "you"] and one[1:] == two[1:] and not word_list("choosing-acts").isdisjoint(one[1:3]):
        yield Turn("parties", WORSE if one[0] == "you" else BETTER)


def by_quota(one: Words, two: Words) -> Iterator[Turn]:
    """As many as the reader likes, and so many now: "on any number of devices", "on two devices"."""
    free = [stands(("any", "number", "of"), words) or not word_list("unbounded").isdisjoint(words) for words in (one, two)]
    if free[0] == free[1] or max(len(one), len(two)) > _LONGEST or any(words[:2] not in _MAY or is_denied(words) for words in (one, two)):
        return
    counted = two if free[0] else one
    if any(word.isdigit() or word in _NUMBERS for word in counted) and is_about_one_thing(one, two, shared=_SHARED):
        yield Turn("bound", WORSE if free[0] else BETTER)


_MAY = (("you", "may"), ("you", "can"), ("you", "get"), ("you", "receive"))
_NUMBERS = frozenset(load("words.en.yaml")["numbers"]) - {"a", "an"}


_DELETED = frozenset(("delete", "erase", "deleted", "erased", "remove", "removed"))
_KEPT = frozenset(("keep", "retain", "kept", "retained", "store", "stored"))


def by_keeping(one: Words, two: Words) -> Iterator[Turn]:
    """What is kept in the case in which it was deleted: "we delete it when you leave", "we keep it when you leave"."""
    cases = [next((words[at:] for at, word in enumerate(words) if word in _CASES and at), ()) for words in (one, two)]
    if not cases[0] or cases[0] != cases[1] or any(is_denied(words) or _is_timed(words) for words in (one, two)):
        return
    heads = [words[: len(words) - len(cases[0])] for words in (one, two)]
    deleted, kept = ([not acts.isdisjoint(head) for head in heads] for acts in (_DELETED, _KEPT))
    if deleted == [not told for told in kept] and deleted[0] != deleted[1] and READER.isdisjoint(one[:1]):
        yield Turn("words", WORSE if deleted[0] else BETTER)


def _is_timed(words: Words) -> bool:
    """True for "we delete it 30 days after you leave", which says as well how long it is kept."""
    return "until" in words or any(word[0].isdigit() or word in _NUMBERS for word in words)


_LAW = frozenset(("govern", "governs", "governed", "law", "laws"))
_HOME = frozenset(("residence", "reside", "live", "lives", "home"))


def by_law_of_home(one: Words, two: Words) -> Iterator[Turn]:
    """The law of the place where the reader lives, and that of another place now: which serves him better, nobody can tell."""
    if max(len(one), len(two)) > _LONGEST or any(_LAW.isdisjoint(words) or is_denied(words) or "if" in words for words in (one, two)):
        return
    home = [not _HOME.isdisjoint(words) and not {"you", "your"}.isdisjoint(words) for words in (one, two)]
    if home[0] != home[1] and is_about_one_thing(one, two, _LAW | _HOME):
        yield Turn("words", EITHER)


def by_asking_before(one: Words, two: Words) -> Iterator[Turn]:
    """What the company asked for before it did something, and does now: "we ask for your permission before we read your contacts"."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two):
        return
    acts = [_act_asked_for(words) for words in (one, two)]
    if bool(acts[0]) == bool(acts[1]):
        return
    free = two if acts[0] else one
    done = acts[0] or acts[1]
    if free[:2] == done[:2] and set(done) <= set(free) and _AGREED.isdisjoint(free) and "ask" not in free:
        yield Turn("condition", WORSE if acts[0] else BETTER)


def _act_asked_for(words: Words) -> Words:
    """What stands behind "before" where the reader's consent is asked first: "we read your contacts"."""
    if "before" not in words or "ask" not in words or _AGREED.isdisjoint(words[: words.index("before")]):
        return ()
    act = tuple(word for word in words[words.index("before") + 1 :] if word[0].isalnum())
    return act if act[:1] == ("we",) else ()
