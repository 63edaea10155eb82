"""The declarations: every feature of a change by the module that computes it, with its meaning, its mirror and its direction.

A direction weight counts where the feature is seen, less where it is seen in the exchanged change: a longer retention weakens, so a shorter
one strengthens without an entry of its own. The weights are our own judgement: 4 for what the law treats as a loss by itself (GDPR Art. 7,
13 and 17; FTC v. Gateway Learning), 2 to 3 where the words leave room, 1 and less for a hint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from monitor.core.meaning.assurances.kinds import KINDS as ASSURANCES
from monitor.core.meaning.features.registry import ADDED, REMOVED, REWORDED, Feature, Registry, registry
from monitor.core.meaning.frames import FRAME_GROUPS, INTRUSIVE_ACTS, MODALS, ROLES
from monitor.core.meaning.statements.model import ACTORS
from monitor.core.meaning.statements.objects import OBJECTS
from monitor.core.meaning.statements.vocabulary import acts
from monitor.core.text.lexicon import english

_ADDED, _REMOVED, _REWORDED = frozenset({ADDED}), frozenset({REMOVED}), frozenset({REWORDED})
_NOT_ADDED, _NOT_REMOVED, _ONE_SIDED = _REMOVED | _REWORDED, _ADDED | _REWORDED, _ADDED | _REMOVED
NEWS_GROUPS = ("data", "recipient", "purpose", "act", "right", "choice", "transfer", "region")
"""Groups of concepts of which it is news when a text names one for the first time."""
DOCUMENT_KINDS = ("privacy", "terms", "cookies", "rules")

FORM = (
    Feature("kind:reworded", "the statement is in both versions", kinds=_REWORDED),
    Feature("kind:added", "the statement was added", kinds=_ADDED),
    Feature("kind:removed", "the statement was removed", kinds=_REMOVED),
    Feature("size:old", "the length of the old side"),
    Feature("size:new", "the length of the new side"),
    Feature("size:reworded", "the length of a reworded statement", mirrored=False, kinds=_REWORDED),
    Feature("size:added", "the length of what was added", kinds=_ADDED),
    Feature("size:removed", "the length of what was removed", kinds=_REMOVED),
    Feature("form:short:reworded", "a reworded statement of fewer than six words", mirrored=False),
    Feature("form:short:added", "fewer than six words were added", kinds=_ADDED),
    Feature("form:short:removed", "fewer than six words were removed", kinds=_REMOVED),
    Feature("form:heading", "only headings changed", mirrored=False),
    Feature("form:row:reworded", "a row of a table was reworded", mirrored=False),
    Feature("form:row:added", "a row of a table was added", kinds=_ADDED),
    Feature("form:row:removed", "a row of a table was removed", kinds=_REMOVED),
    Feature("form:item", "an item of a list", mirrored=False),
    Feature("form:links", "it is hardly anything but links", mirrored=False),
    Feature("form:verbless", "it has no verb", mirrored=False),
    Feature("form:unstopped:added", "what was added does not end as sentences do", kinds=_ADDED),
    Feature("form:unstopped:removed", "what was removed does not end as sentences do", kinds=_REMOVED),
    Feature("form:question", "it ends in a question mark", kinds=_ONE_SIDED),
    Feature("voice:we", "it speaks of “we”"),
    Feature("voice:you", "it speaks of “you”"),
    Feature("cue:pointer:<form>", "it points to another place (“learn more”, “see section 4”)", mirrored=False),
    Feature("cue:example:<form>", "it begins as an example does (“for instance”)", mirrored=False),
    Feature("cue:many-links:<form>", "it holds three links or more", mirrored=False),
    Feature("prose:function-share", "share of function words", mirrored=False),
    Feature("prose:list-like", "a list of names rather than prose", mirrored=False),
)
EDIT = (
    Feature("edit:removed", "the number of words that were removed", kinds=_REWORDED),
    Feature("edit:added", "the number of words that were added", kinds=_REWORDED),
    Feature("edit:content", "the number of changed words that carry meaning", kinds=_REWORDED),
    Feature("edit:share", "share of the words that changed", kinds=_REWORDED),
    Feature("edit:one-word", "a single word changed", kinds=_REWORDED),
    Feature("edit:few", "at most two words of meaning changed", kinds=_REWORDED),
    Feature("edit:function-words", "only function words changed", kinds=_REWORDED),
    Feature("edit:inflection", "only endings of words changed", kinds=_REWORDED),
    Feature("edit:spelling", "the same letters, spelled apart or together", kinds=_REWORDED),
    Feature("edit:exchanged", "the same words in another order, or with other signs", mirrored=False, kinds=_REWORDED),
    Feature("edit:exchanged-yes-no", "a denial, a yes or a no changed places", mirrored=False, kinds=_REWORDED),
    Feature("edit:exchanged-number", "numbers changed places, or the signs beside them", mirrored=False, kinds=_REWORDED),
    Feature("edit:region", "a country, state or its law changed", kinds=_REWORDED),
    Feature("edit:list-entry", "words were added to an enumeration", mirrored=False, kinds=_REWORDED),
    Feature("edit:repeated", "the same edit was made elsewhere too", mirrored=False, kinds=_REWORDED),
    Feature("edit:names:<form>", "share of the changed words that are names"),
    Feature("edit:number:<form>", "a number changed"),
    Feature("edit:date-only:<form>", "nothing but a date changed"),
    Feature("text:date-line:<form>", "a line that states a date (“last updated”)"),
    Feature("text:contact:<form>", "it holds a postal address, a telephone number or an e-mail address"),
    Feature("removed:negation:<form>", "a negation was removed"),
    Feature("added:negation:<form>", "a negation was added"),
    Feature("removed:<modal>:<form>", "“<modal>” was removed"),
    Feature("added:<modal>:<form>", "“<modal>” was added"),
    Feature("elsewhere:added", "what was added was partly in the old text already", kinds=_ADDED),
    Feature("elsewhere:removed", "what was removed is partly still in the new text", kinds=_REMOVED),
    Feature("elsewhere:twice", "its own text says part of it twice", kinds=_ONE_SIDED),
)
CONCEPTS = (
    Feature("removed:<concept>", "a removed statement names “<concept>”", kinds=_REMOVED),
    Feature("added:<concept>", "an added statement names “<concept>”", kinds=_ADDED, direction={"arbitrate": -4, "train": -3}),
    Feature("removed:reworded:<concept>", "a reworded statement no longer mentions “<concept>”, or does so less often"),
    Feature(
        "added:reworded:<concept>",
        "a reworded statement now names “<concept>”, or more often",
        direction={
            "train": -3,
            "advertiser": -2,
            "data-broker": -3,
            "targeted-ads": -2,
            "automated-decision": -3,
            "any-purpose": -3,
            "track": -2,
            "arbitrate": -4,
            "disclaim": -1,
            "third-party": -0.3,
        },
    ),
    Feature("removed:group:<group>", "a removed statement names concepts of the group “<group>”", kinds=_REMOVED),
    Feature("added:group:<group>", "an added statement names concepts of the group “<group>”", kinds=_ADDED),
    Feature("removed:reworded:group:<group>", "a reworded statement lost concepts of the group “<group>”"),
    Feature("added:reworded:group:<group>", "a reworded statement gained concepts of the group “<group>”"),
    Feature("removed:tier-high", "sensitive data, risky recipients or purposes were removed", kinds=_REMOVED),
    Feature("added:tier-high", "sensitive data, risky recipients or purposes were added", kinds=_ADDED),
    Feature("removed:reworded:tier-high", "a reworded statement lost sensitive data, risky recipients or purposes"),
    Feature("added:reworded:tier-high", "a reworded statement gained sensitive data, risky recipients or purposes"),
    Feature("both:<group>", "both sides name concepts of the group “<group>”", kinds=_REWORDED),
    Feature("section:<concept>", "a heading above it names “<concept>”", mirrored=False),
    Feature("frame:removed:<form>:<role>", "a statement of the kind “<role>” was removed"),
    Feature(
        "frame:added:<form>:<role>",
        "a statement of the kind “<role>” was added",
        direction={"one-sided:prohibition": -2, "reworded:prohibition": -2, "reworded:unright": -2},
    ),
    Feature(
        "frame:removed:denial:<intrusion>",
        "a statement that the company does not <intrusion> was removed",
        kinds=_NOT_ADDED,
        direction={"sell": -3, "share": -3, "collect": -3, "track": -3, "use": -2, "train": -3, "retain": -4},
    ),
    Feature("frame:added:denial:<intrusion>", "a statement that the company does not <intrusion> was added", kinds=_NOT_REMOVED),
    Feature("frame:removed:intrusion:<intrusion>", "a statement that the company may or will <intrusion> was removed", kinds=_NOT_ADDED),
    Feature("frame:added:intrusion:<intrusion>", "a statement that the company may or will <intrusion> was added", kinds=_NOT_REMOVED),
    Feature("frame:kept:<role>", "both sides hold the same statement of the kind “<role>”", kinds=_REWORDED),
    Feature("frame:touched:<role>", "words of meaning changed beside a statement of the kind “<role>” that stands", kinds=_REWORDED),
    Feature("frame:modality", "may became will, will became must, or the like", kinds=_REWORDED),
    Feature("news:removed", "the new text no longer mentions some concepts anywhere", kinds=_NOT_ADDED),
    Feature("news:added", "the old text did not mention some concepts anywhere", kinds=_NOT_REMOVED),
    Feature("news:removed:tier-high", "sensitive data, a risky recipient or purpose is no longer mentioned anywhere", kinds=_NOT_ADDED),
    Feature("news:added:tier-high", "sensitive data, a risky recipient or purpose was not mentioned anywhere before", kinds=_NOT_REMOVED),
    Feature("news:removed:<news-group>", "something of the group “<news-group>” is no longer mentioned anywhere", kinds=_NOT_ADDED),
    Feature("news:added:<news-group>", "something of the group “<news-group>” was not mentioned anywhere before", kinds=_NOT_REMOVED),
)
DOCUMENT = (
    Feature("document:<document-kind>", "the document is of the kind “<document-kind>”", mirrored=False),
    Feature("document:headings", "both texts have headings"),
    Feature("place:top", "at the top of the document", mirrored=False),
    Feature("place:bottom", "at the bottom of the document", mirrored=False),
)
PROMISES = (
    Feature("elsewhere:promise", "the removed promise is elsewhere in the new text", mirror="elsewhere:promise-before", kinds=_NOT_ADDED),
    Feature("elsewhere:promise-before", "the added promise was elsewhere in the old text", mirror="elsewhere:promise", kinds=_NOT_REMOVED),
    Feature("promise:narrowed", "words that limit a promise were added", mirrored=False, kinds=_REWORDED, direction=-4),
    Feature("denied-item:removed", "something was removed from what the company does not do", kinds=_NOT_ADDED, direction=-4),
    Feature("denied-item:added", "something was added to what the company does not do", kinds=_NOT_REMOVED),
    Feature("exception:added", "an exception was added to a promise", mirrored=False, kinds=_REWORDED, direction=-2),
    Feature("exception:named", "a new sentence names the only exception to a promise", mirrored=False, kinds=_ADDED, direction=-3),
    Feature("share:by-reader", "it is the reader who shares", mirrored=False, kinds=_NOT_REMOVED),
)
POLARITY = (
    Feature("polarity:flipped", "the same act is denied in only one version", kinds=_REWORDED),
    Feature("polarity:only", "a negation is the only change of substance", kinds=_REWORDED),
    Feature("guard:removed", "“with your consent” or the like was removed", kinds=_NOT_ADDED, direction=-4),
    Feature("guard:added", "“with your consent” or the like was added", kinds=_NOT_REMOVED),
    Feature("frame:any:<role>", "the new side holds a statement of the kind “<role>”", mirrored=False, kinds=_NOT_REMOVED),
    Feature(
        "sensitive:added", "data that the law treats as sensitive is newly mentioned", mirrored=False, kinds=_NOT_REMOVED, direction=-4
    ),
    Feature("sensitive:removed", "data that the law treats as sensitive is no longer named", mirrored=False, kinds=_REWORDED),
    Feature("ai:conduct", "what is said of training is a ban or a promise", mirrored=False, kinds=_NOT_REMOVED),
)
DURATIONS = (
    Feature("period:changed", "a stated period changed"),
    Feature("period:readers", "a period changed in which the reader has to act, or may", kinds=_REWORDED),
    Feature(
        "period:readers-less", "the reader has less time, or must wait longer", mirror="period:readers-more", kinds=_REWORDED, direction=-3
    ),
    Feature("period:readers-more", "the reader has more time, or need not wait as long", mirror="period:readers-less", kinds=_REWORDED),
    Feature("retention:longer", "data is kept for longer", mirror="retention:shorter", kinds=_REWORDED, direction=-4),
    Feature("retention:shorter", "data is kept for a shorter time", mirror="retention:longer", kinds=_REWORDED),
    Feature("retention:limit-removed", "the limit on keeping data is gone", mirrored=False, kinds=_NOT_ADDED, direction=-4),
    Feature("retention:doubled", "data is kept at least twice as long", mirrored=False, kinds=_REWORDED),
    Feature("notice:longer", "notice is given earlier", mirror="notice:shorter", kinds=_REWORDED),
    Feature("notice:shorter", "notice is given later", mirror="notice:longer", kinds=_REWORDED, direction=-4),
    Feature("notice:period-removed", "no period of notice is stated any more", mirrored=False, kinds=_NOT_ADDED, direction=-3),
    Feature("age:changed", "a stated age changed", kinds=_REWORDED),
    Feature("age:of-an-act", "an age from which something else than the service is open changed", kinds=_REWORDED),
    Feature("age:fewer-protected", "children below a lower age are protected", mirror="age:more-protected", kinds=_REWORDED, direction=-4),
    Feature("age:more-protected", "children below a higher age are protected", mirror="age:fewer-protected", kinds=_REWORDED),
    Feature("age:lower", "a stated age is lower", mirrored=False, kinds=_REWORDED, direction=-4),
    Feature("age:higher", "a stated age is higher", mirrored=False, kinds=_REWORDED),
)
NOTICES = (
    Feature(
        "notice:posted", "changes are only posted; readers were notified before", mirror="notice:in-person", kinds=_NOT_ADDED, direction=-3
    ),
    Feature(
        "notice:in-person", "readers are notified of changes; they were only posted before", mirror="notice:posted", kinds=_NOT_REMOVED
    ),
)
DISPUTES = (
    Feature(
        "arbitration:imposed",
        "binding arbitration or a waiver of class actions or juries, where the old text imposed none",
        mirror="arbitration:lifted",
        kinds=_NOT_REMOVED,
        direction=-4,
    ),
    Feature("arbitration:offered", "arbitration is only something that the reader may ask for", mirrored=False),
    Feature(
        "arbitration:lifted",
        "binding arbitration or a waiver of class actions or juries is gone, and the new text imposes none",
        mirror="arbitration:imposed",
        kinds=_NOT_ADDED,
    ),
)
TRAINING = (
    Feature(
        "training:admitted",
        "models are trained on what readers write or leave, and the old text said nothing of it",
        mirror="training:dropped",
        kinds=_NOT_REMOVED,
        direction=-4,
    ),
    Feature(
        "training:dropped",
        "models were trained on what readers write or leave, and the new text says nothing of it",
        mirror="training:admitted",
        kinds=_NOT_ADDED,
    ),
)
RELOCATION = (
    Feature("capture:ends", "one of the two captures ends here"),
    Feature("elsewhere:stood", "what was added was elsewhere in the old text", mirror="elsewhere:stands", kinds=_ADDED),
    Feature("elsewhere:stands", "what was removed is still elsewhere in the new text", mirror="elsewhere:stood", kinds=_REMOVED),
    Feature("elsewhere:whole", "each statement of it stands word for word in the other text", kinds=_ONE_SIDED),
    Feature("foreign-text", "advertising that an intruder added to the page", kinds=_ONE_SIDED),
    Feature("run-together", "words were only run together or parted"),
    Feature("contents", "a table of contents", kinds=_ONE_SIDED),
    Feature("edit:trivial", "at most one word of meaning changed", kinds=_REWORDED),
)
OBLIGATIONS = (
    Feature("licence:perpetual-added", "a licence became perpetual or irrevocable", mirrored=False, kinds=_NOT_REMOVED, direction=-4),
    Feature("licence:perpetual-removed", "a licence is no longer perpetual or irrevocable", mirrored=False, kinds=_NOT_ADDED),
    Feature("renewal:added", "it now renews automatically", kinds=_NOT_REMOVED, direction=-3),
    Feature("renewal:removed", "it no longer renews automatically", kinds=_NOT_ADDED),
    Feature("refund:added", "a refund is named", kinds=_NOT_REMOVED),
    Feature("refund:removed", "a refund is no longer named", kinds=_NOT_ADDED, direction=-3),
    Feature("indemnity:added", "an indemnity is named", kinds=_NOT_REMOVED),
    Feature("indemnity:removed", "an indemnity is no longer named", kinds=_NOT_ADDED),
    Feature("fingerprint:added", "fingerprints are named", kinds=_NOT_REMOVED),
    Feature("fingerprint:removed", "fingerprints are no longer named", kinds=_NOT_ADDED),
    Feature("retroactive:added", "it now reaches back to data already held", kinds=_NOT_REMOVED, direction=-4),
    Feature("retroactive:removed", "it no longer reaches back to data already held", kinds=_NOT_ADDED),
    Feature("legitimate:added", "“legitimate interests” are named", kinds=_NOT_REMOVED, direction=-3),
    Feature("legitimate:removed", "“legitimate interests” are no longer named", kinds=_NOT_ADDED),
    Feature("officer:added", "a data protection officer is named", kinds=_NOT_REMOVED),
    Feature("officer:removed", "a data protection officer is no longer named", kinds=_NOT_ADDED, direction=-3),
    Feature("allowed-item:added", "something risky was added to a list of what the company does", kinds=_ADDED, direction=-4),
    Feature("allowed-item:removed", "something risky was removed from a list of what the company does", kinds=_REMOVED),
    Feature(
        "commitment:softer",
        "a duty to protect you became a possibility",
        mirror="commitment:firmer",
        kinds=_REWORDED,
        direction=-4,
    ),
    Feature("commitment:firmer", "a possibility to protect you became a duty", mirror="commitment:softer", kinds=_REWORDED),
    Feature("intrusion:firmer", "what might be done with your data will now be done", mirrored=False, kinds=_REWORDED, direction=-3),
    Feature("intrusion:softer", "what will be done with your data now might be done", mirrored=False, kinds=_REWORDED),
    Feature("govern:touched", "words changed in a statement about courts and law", kinds=_REWORDED),
    Feature("controller:touched", "words changed in a statement about the controller", mirrored=False, kinds=_REWORDED),
    Feature("answer:slower", "requests are answered later", mirrored=False, kinds=_REWORDED, direction=-4),
    Feature("answer:quicker", "requests are answered sooner", mirrored=False, kinds=_REWORDED),
    Feature("right:fee-added", "a fee for a request is mentioned", mirrored=False, kinds=_REWORDED, direction=-4),
    Feature("definition:touched", "a definition was reworded", kinds=_REWORDED),
    Feature(
        "child-protection:consent-removed",
        "parents were asked for their consent, and are no longer",
        mirrored=False,
        kinds=_REMOVED,
        direction=-4,
    ),
    Feature("child-protection:removed", "a statement that shields children was removed", mirrored=False, kinds=_REMOVED, direction=-4),
    Feature("safeguard:removed", "a statement that data is protected was removed", mirrored=False, kinds=_REMOVED, direction=-3),
    Feature("safeguard:transfers-removed", "no safeguard of transfers is named any more", mirrored=False, kinds=_REMOVED),
    Feature("right:reserved", "the company reserves a right", mirrored=False, kinds=_REMOVED),
)
RIGHTS = (
    Feature("opt-out:last-removed", "the last way to opt out was removed", mirrored=False, kinds=_REMOVED, direction=-4),
    Feature("right:last-removed", "a right is no longer mentioned anywhere", mirrored=False, kinds=_REMOVED, direction=-4),
    Feature("fee:added", "a fee is named with its amount", kinds=_NOT_REMOVED, direction=-3),
    Feature("fee:removed", "a fee with its amount is no longer named", kinds=_NOT_ADDED),
    Feature("consent:opt-out", "opt-in became opt-out", mirror="consent:opt-in", kinds=_REWORDED, direction=-4),
    Feature("consent:opt-in", "opt-out became opt-in", mirror="consent:opt-out", kinds=_REWORDED),
    Feature("right:to-duty", "a right became a duty", mirrored=False, kinds=_REWORDED, direction=-4),
    Feature("right:limited", "a right can no longer be used freely", mirror="right:freer", kinds=_REWORDED, direction=-4),
    Feature("right:freer", "a right can now be used freely", mirror="right:limited", kinds=_REWORDED),
    Feature("threshold:lower", "authorities no longer need the order of a court", mirror="threshold:higher", kinds=_REWORDED, direction=-4),
    Feature("threshold:higher", "authorities now need the order of a court", mirror="threshold:lower", kinds=_REWORDED),
    Feature("place:added", "data is kept in a different country", mirrored=False, kinds=_REWORDED, direction=-2),
    Feature("place:removed", "data is kept in fewer countries", mirrored=False, kinds=_REWORDED),
    Feature("security:clearer", "a vague safeguard became a named one", mirror="security:vaguer", kinds=_REWORDED),
    Feature("security:vaguer", "a named safeguard became a vague one", mirror="security:clearer", kinds=_REWORDED, direction=-3),
)  # fmt: skip
AMOUNTS = (
    Feature("price:higher", "a price rose", mirrored=False, kinds=_REWORDED, direction=-3),
    Feature("price:lower", "a price fell", mirrored=False, kinds=_REWORDED),
    Feature("payout:higher", "the reader is paid more", mirrored=False, kinds=_REWORDED),
    Feature("payout:lower", "the reader is paid less", mirrored=False, kinds=_REWORDED, direction=-3),
    Feature("amount:other", "an amount changed that is paid out, taken off, or tells for whom a price holds", kinds=_REWORDED),
    Feature("cap:higher", "the company is liable for more", mirrored=False, kinds=_REWORDED),
    Feature("cap:lower", "the company is liable for less", mirrored=False, kinds=_REWORDED, direction=-3),
    Feature("own-cap:higher", "the reader is liable for more", mirrored=False, kinds=_REWORDED, direction=-3),
    Feature("own-cap:lower", "the reader is liable for less", mirrored=False, kinds=_REWORDED),
)
LIMITS = (
    Feature("consent:as-required", "consent is asked only as the law requires", mirror="consent:always", kinds=_REWORDED, direction=-4),
    Feature("consent:always", "consent is asked whatever the law requires", mirror="consent:as-required", kinds=_REWORDED),
    Feature("right:conditioned", "a right has a new condition", mirror="right:unconditioned", kinds=_REWORDED, direction=-3),
    Feature("right:unconditioned", "a right has lost a condition", mirror="right:conditioned", kinds=_REWORDED),
    Feature("requests:refused", "requests may be refused, of which the old text said nothing", mirror="requests:taken", kinds=_NOT_REMOVED),
    Feature("requests:taken", "requests could be refused, of which the new text says nothing", mirror="requests:refused", kinds=_NOT_ADDED),
    Feature("right:hedged", "a right holds only where “applicable” or so now", mirror="right:unhedged", kinds=_REWORDED, direction=-3),
    Feature("right:unhedged", "a right holds not only where “applicable” or so any more", mirror="right:hedged", kinds=_REWORDED),
    Feature("retention:usually", "data is kept so long only as a rule now", mirror="retention:always", kinds=_REWORDED, direction=-3),
    Feature("retention:always", "data is kept so long always now, not as a rule", mirror="retention:usually", kinds=_REWORDED),
    Feature(
        "basis:consent-dropped",
        "consent is no longer named beside legitimate interests",
        mirror="basis:consent-named",
        kinds=_REWORDED,
        direction=-3,
    ),
    Feature("basis:consent-named", "consent is named beside legitimate interests", mirror="basis:consent-dropped", kinds=_REWORDED),
    Feature("purpose:opened", "data may be used for purposes that nobody can name", mirrored=False, kinds=_REWORDED, direction=-3),
    Feature("none:filled", "“none” became something that is done with data", mirror="none:emptied", kinds=_REWORDED, direction=-4),
    Feature("none:emptied", "something that is done with data became “none”", mirror="none:filled", kinds=_REWORDED),
)  # fmt: skip
TURNS = (
    Feature("turn:denial", "a denial came or went, and nothing else of substance", kinds=_REWORDED),
    Feature("turn:words", "a word was put for one that says more, less or the contrary", kinds=_REWORDED),
    Feature("turn:bound", "the most became the least, or one amount of two the other", kinds=_REWORDED),
    Feature("turn:switch", "what is on by default is off, or the reverse", kinds=_REWORDED),
    Feature("turn:condition", "a condition came or went, and nothing else", kinds=_REWORDED),
    Feature("turn:items", "a list of rights, or of what the company does not do, has an item less or more", kinds=_REWORDED),
    Feature("turn:parties", "the reader does now what the company did, or the reverse", kinds=_REWORDED),
    Feature("turn:worse", "a small edit turns a statement against the reader", mirror="turn:better", kinds=_REWORDED, direction=-4),
    Feature("turn:better", "a small edit turns a statement for the reader", mirror="turn:worse", kinds=_REWORDED),
    Feature("turn:either", "a small edit turns a statement, for or against the reader", kinds=_REWORDED),
)
STATEMENTS = (
    Feature("assurance:removed", "an assurance to the reader is no longer given", kinds=_NOT_ADDED),
    Feature("assurance:added", "an assurance to the reader is new", kinds=_NOT_REMOVED),
    Feature("assurance:removed:<assurance>", "an assurance of the kind “<assurance>” is no longer given", kinds=_NOT_ADDED),
    Feature("assurance:added:<assurance>", "an assurance of the kind “<assurance>” is new", kinds=_NOT_REMOVED),
    Feature("loss:grave", "a promise or an assurance is gone whose end weighs by itself", mirrored=False, kinds=_NOT_ADDED),
    Feature("loss:light", "a promise or an assurance is gone, and none whose end weighs by itself", mirrored=False, kinds=_NOT_ADDED),
    Feature(
        "statement:removed:<actor>:<statement-act>:<object>:<polarity>",
        "“<actor> – <statement-act> – <object>, <polarity>” is no longer said",
        kinds=_NOT_ADDED,
    ),
    Feature(
        "statement:added:<actor>:<statement-act>:<object>:<polarity>",
        "“<actor> – <statement-act> – <object>, <polarity>” is said now",
        kinds=_NOT_REMOVED,
    ),
    Feature("statement:removed:opt-out-sale", "data is no longer sold or shared until the reader objects", kinds=_NOT_ADDED),
    Feature("statement:added:opt-out-sale", "data is now sold or shared until the reader objects", kinds=_NOT_REMOVED),
    Feature("promise-fate:withdrawn", "a promise is gone, and no equal one is elsewhere", mirrored=False, kinds=_NOT_ADDED),
    Feature("promise-fate:narrowed", "a promise now holds for less", mirrored=False, kinds=_NOT_ADDED),
    Feature("promise-fate:reversed", "what a promise excluded is now done", mirrored=False, kinds=_REWORDED),
    Feature(
        "promise-fate:not-ended",
        "only a way to refuse is gone, or part of a promise is kept elsewhere",
        mirrored=False,
        kinds=_NOT_ADDED,
    ),
    Feature("promise-fate:made", "a promise is made that was nowhere before", mirrored=False, kinds=_NOT_REMOVED),
    Feature("promise-fate:strengthened", "a promise now holds for more", mirrored=False),
    Feature("promise-fate:kept", "a promise stands, here or elsewhere", mirrored=False, kinds=_NOT_ADDED),
    Feature("promise-fate:lost", "something was promised before that is now withdrawn, narrowed or reversed", mirror="promise-fate:gained"),
    Feature("promise-fate:gained", "something is promised now that was not, or not as far", mirror="promise-fate:lost"),
)
IMPOSED = (
    Feature(
        "warranty:disclaimed",
        "nothing is warranted now, of which the old text said nothing",
        mirror="warranty:no-longer-disclaimed",
        kinds=_NOT_REMOVED,
    ),
    Feature("warranty:no-longer-disclaimed", "that nothing is warranted is said no longer", mirror="warranty:disclaimed", kinds=_NOT_ADDED),
    Feature(
        "automation:begun", "decisions are automated now, of which the old text said nothing", mirror="automation:ended", kinds=_NOT_REMOVED
    ),
    Feature("automation:ended", "automated decisions are spoken of no longer", mirror="automation:begun", kinds=_NOT_ADDED),
    Feature(
        "machine:decides",
        "a machine decides about the reader now, of which the old text said nothing",
        mirror="machine:no-longer-decides",
        kinds=_NOT_REMOVED,
    ),
    Feature(
        "machine:no-longer-decides", "that a machine decides about the reader is said no longer", mirror="machine:decides", kinds=_NOT_ADDED
    ),
)
DECLARED = {
    "form": FORM, "edit": EDIT, "concepts": CONCEPTS, "document": DOCUMENT, "promises": PROMISES, "polarity": POLARITY,
    "durations": DURATIONS, "disputes": DISPUTES, "training": TRAINING, "relocation": RELOCATION, "obligations": OBLIGATIONS,
    "notices": NOTICES,
    "rights": RIGHTS,
    "amounts": AMOUNTS,
    "limits": LIMITS,
    "turns": TURNS,
    "statements": STATEMENTS,
    "imposed": IMPOSED,
}  # fmt: skip
"""In the order in which the groups are computed."""


@cache
def features() -> Registry:
    """Every feature of a change."""
    concepts = english().concepts
    return registry(
        DECLARED,
        {
            "form": ("reworded", "one-sided"),
            "concept": tuple(concepts),
            "group": tuple(dict.fromkeys(concept.group for concept in concepts.values())),
            "news-group": NEWS_GROUPS,
            "role": ROLES,
            "intrusion": INTRUSIVE_ACTS,
            "actor": ACTORS,
            "statement-act": acts(),
            "assurance": tuple(ASSURANCES),
            "object": OBJECTS,
            "polarity": ("affirmed", "denied"),
            "modal": tuple(MODALS),
            "document-kind": DOCUMENT_KINDS,
        },
    )


DIRECTION = (
    Feature("cue:<cue>", "more (positive) or fewer words of the kind “<cue>” than before"),
    Feature("near:<cue>", "more (positive) or fewer words of the kind “<cue>” near a softening word than before"),
    Feature("head:<cue>", "more (positive) or fewer words of the kind “<cue>” in main clauses than before"),
    Feature("stance", "kinder (positive) or harsher words altogether"),
    Feature("frame:<role>", "a statement of the kind “<role>” was added (positive) or removed"),
    Feature("frame:<role>:<act>", "a statement of the kind “<role>” about “<act>” was added (positive) or removed"),
    Feature("period:named", "a period is stated now (positive) or no longer"),
    Feature("period:longer", "a period is longer (positive) or shorter"),
    Feature("period:of-notice", "a period of notice is longer (positive) or shorter"),
    Feature("period:of-keeping", "a period of keeping is longer (positive) or shorter"),
    Feature("whole", "it was added as a whole (positive) or removed"),
    Feature("grown", "more words than before (positive) or fewer"),
    Feature("about:<topic>", "something about “<topic>” was added (positive) or removed"),
    Feature("feature:<turning>", "the change shows “<turning>” (positive), or what that is in the exchanged change", mirrored=False),
)
"""What the direction of a change is learned from: differences between the sides, which all change their sign in the exchanged change."""
TOPIC = (
    Feature("changed:<concept>", "the changed words name “<concept>”"),
    Feature("named:<concept>", "the statement names “<concept>”"),
    Feature("section:<concept>", "a heading above it names “<concept>”"),
    Feature("document:<document-kind>", "the document is of the kind “<document-kind>”"),
)
"""What the topics of a change are learned from, beside the stems of its changed words."""


def direction_traits(cues: Sequence[str], topics: Sequence[str]) -> Registry:
    """Every trait that a direction may be learned from, by the cues of direction_model.yaml and the public topics."""
    acts = [concept.id for concept in english().concepts.values() if concept.group in FRAME_GROUPS]
    turning = tuple(turning_features())
    return registry({"direction": DIRECTION}, {"cue": cues, "role": ROLES, "act": acts, "topic": topics, "turning": turning})


@cache
def turning_features() -> Mapping[str, str]:
    """Features that have another name in the exchanged change, with that name; of each two the first by the alphabet."""
    return {name: known.mirror for name, known in features().names.items() if known.mirror is not None and name < known.mirror}


@cache
def topic_traits() -> Registry:
    """Every trait that a topic may be learned from, stems of words left out."""
    return registry({"topics": TOPIC}, {"concept": tuple(english().concepts), "document-kind": DOCUMENT_KINDS})
