"""What is told as material whatever the weights say: few words that turn what a text says round. Mostly it is left open whom they serve.

Weights have learned from sentences; of "Yes" below a question, and of the same words with another agent, they know nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.diff.placement import denies, other_terms
from monitor.core.meaning.answers import answer_of
from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.furniture import is_heading_of_a_term
from monitor.core.meaning.headlines.places import place_turn
from monitor.core.meaning.headlines.quoting import quoted, shown
from monitor.core.meaning.headlines.values import told_value, value_headline
from monitor.core.meaning.immaterial import Gate
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import join
from monitor.core.meaning.rewording.statement import is_exchanged
from monitor.core.meaning.signed_numbers import is_sign_turned
from monitor.core.meaning.table_rows import row_turn
from monitor.core.meaning.turns.turn import changes_places
from monitor.model import Direction, Severity


def told(change: Observation) -> Gate | None:
    """What has to be told of a change that rules and weights hold for small; None where nothing has."""
    return next(_found(change), None)


def told_by_place(change: Observation) -> Gate | None:
    """What has to be told of equal words below another condition or period; which of the two is longer or stricter, no rule reads there."""
    old, new = change.candidate.under
    if denies(old) != denies(new) or not other_terms(old, new):
        return None
    return _told("other-terms", "The words are the same, but stand below others on which they depend.", _below(change))


def told_answer(change: Observation) -> Gate | None:
    """What has to be told of the answer to a question: without the question, "No" replaced by "Only to partners" says nothing."""
    if not (answer := answer_of(change)) or not answer.about_data:
        return None
    says = f"The answer to {quoted(shown(answer.question))} changed."
    return _told("answer", says, _answered(change, answer.question), _WAYS[answer.way])


def _found(change: Observation) -> Iterator[Gate]:
    if answer := told_answer(change):
        yield answer
    if is_exchanged(change) or _changes_places(change):
        says = "The words are the same, but who does it and to whom were exchanged."
        yield _told("parties-exchanged", says, _turned(change))
    if is_sign_turned(change.old.text, change.new.text):
        yield _told("sign-turned", "A number that is said with a plus or a minus has the other sign.", _turned(change))
    if place := place_turn(change):
        yield _told("place-changed", "The law that governs, the courts or the place where data are kept has changed.", *place)
    if row := row_turn(change):
        says = "A row of a table says another thing, or something more."
        yield Gate(Severity.MATERIAL, "row", says, row.way, row.says, row.topic)
    if value := told_value(change):
        says = "A stated age, period, amount or limit has changed."
        yield _told("value-changed", says, value_headline(value, Direction.UNCLEAR))
    if is_heading_of_a_term(change):
        yield _told("heading-term", "A heading that says how long or how much has changed.", _came_or_went(change))


def _changes_places(change: Observation) -> bool:
    """True for a small edit by which the same words say it of others: "we sell it, we do not keep it", "we keep it, we do not sell it"."""
    return (
        change.reworded
        and len(change.old.words) <= _LONGEST
        and changes_places(change.old.text, change.new.text, company_names(change.context.new))
    )


_LONGEST = 60
"""Words of a passage beyond which a sentence of it that only changed its order is seldom another one."""


_WAYS = {1: Direction.STRENGTHENS, -1: Direction.WEAKENS, 0: Direction.UNCLEAR}


def _told(rule: str, says: str, headline: str, direction: Direction = Direction.UNCLEAR) -> Gate:
    return Gate(Severity.MATERIAL, rule, says, direction, headline)


def _answered(change: Observation, question: str) -> str:
    asked = quoted(shown(question))
    if change.reworded:
        old, new = (text.strip().removeprefix(question).strip() for text in (change.old.text, change.new.text))
        if change.place[0][0].kind == "row":
            return f"Of {asked}: {_turned(change)}"
        return f"The answer to {asked} is now {quoted(shown(new))}, was {quoted(shown(old))}"
    text = (change.new.text or change.old.text).strip()
    if text.startswith(question) and (alone := text.removeprefix(question).strip()):
        return f"{'Added' if change.new.text else 'Removed'}: {asked}, with the answer {quoted(shown(alone))}"
    answer = quoted(shown(text))
    return f"The answer to {asked} is {answer} now" if change.new.text else f"The answer to {asked} is no longer {answer}"


def _turned(change: Observation) -> str:
    return f"{quoted(shown(change.old.text))} is now {quoted(shown(change.new.text))}"


def _came_or_went(change: Observation) -> str:
    if change.reworded:
        return _turned(change)
    heading = quoted(shown(change.new.text or change.old.text))
    return f"The heading {heading} was {'added' if change.new.text else 'removed'}"


def _below(change: Observation) -> str:
    words = quoted(shown(join(change.candidate.new)))
    old, new = (quoted(shown(lead.strip("#*_ ").rstrip(":"))) for lead in change.candidate.under)
    return f"{words} stands below {new} now, not {old}"
