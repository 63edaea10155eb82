"""A whole pack as people read it: the text file and every page, so that each change of the words is seen.

When it was meant to change, run this file as a program, and look at the difference: `python -m tests.export.audit.test_whole_pack`.
"""

from __future__ import annotations

from pathlib import Path

from monitor.export.audit import wording
from monitor.export.audit.pdf import AuditDocument

from . import sample
from .test_pdf import read

README = """\
Audit pack, 2 November 2026 to 22 November 2026

Scope: 3 policies, all that are tracked. Left out, because they are no longer tracked: oak.
Made by policy-monitor 0.1.0.

Files

  audit.pdf
      the pack for people
  tables/policies.csv, .json
      the policies in scope, with the figures of the period
  tables/weeks.csv, .json
      each policy and week: how often it was checked, what changed, gaps
  tables/checks.csv, .json
      each check, to the minute
  tables/versions.csv, .json
      each version that began in the period, with the state of its review
  tables/changes.csv, .json
      each change with its verdict, words and reasons
  tables/reviews.csv, .json
      each review
  tables/rejected.csv, .json
      captures that did not become a version
  tables/roots.csv, .json
      each root over all ledgers that was logged, and the last one before the period
  texts/POLICY/TIME-DIGEST.md
      the text in force at the start, and each that began in the period; its SHA-256 is the version's
  changelogs/POLICY/TIME-DIGEST.json, .txt
      what each version changed, as data and in words
  ledgers/policies/NAME.jsonl
      the lines of a policy's ledger that were written in the period; each names the SHA-256 of the line before
  ledgers/record.jsonl
      the same of the store's own ledger: alerts and reviews
  manifest.json
      period, scope, roots, and the SHA-256 and the size of each file
  SHA256SUMS
      the same digests for sha256sum

How to verify it

  That no file of the ZIP was altered, in the folder where it was unpacked:
      sha256sum --check --quiet SHA256SUMS
  That the store is whole, and that its texts and verdicts are what its bytes give:
      policy-monitor verify
  That nothing was altered since the end of the period. Compare the root with a mail of that time first:
      policy-monitor verify --against cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
  That this pack is what the store gives: the same version of the program makes the same files again.
      policy-monitor export audit --from 2026-11-02 --to 2026-11-22

In this period

  - 14 checks; 12 of them found the policy.
  - 1 policy has a week without any successful check: 1 in all, each marked as GAP.
  - 1 version; 1 change due for review, 1 reviewed.
  - 7 quiet weeks, counted for each policy: checked successfully, and nothing changed.

What it shows, and what it does not

  - Ledgers, texts, verdicts and reviews are bound by the roots. A root that was kept elsewhere at
    the time, as in a mail, shows that nothing recorded before has been altered since. Without one,
    anyone who can write to the store could have rewritten all of it.
  - The program notes the times of checks, to the minute, and the roots do not bind them. They bind
    what a check found: new bytes are in the ledger.
  - Verdicts are those of the program, in the version named above. They are not legal advice.
"""
PAGES = """\
Audit pack
2 November 2026 to 22 November 2026
Scope 3 policies, all that are tracked. Left out, because they are no longer tracked: oak
Program policy-monitor 0.1.0, engine 8, reader 6
Record 9 lines in all ledgers, logged 29 November 2026, 12:00 UTC
Root before aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
logged 24 October 2026, 00:00 UTC
Root at the end cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
logged 11 November 2026, 00:00 UTC
Root now dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
logged 29 November 2026, 12:00 UTC
In this period
• 14 checks; 12 of them found the policy.
• 1 policy has a week without any successful check: 1 in all, each marked as GAP.
• 1 version; 1 change due for review, 1 reviewed.
• 7 quiet weeks, counted for each policy: checked successfully, and nothing changed.
What it shows, and what it does not
• Ledgers, texts, verdicts and reviews are bound by the roots. A root that was kept elsewhere at the time, as
in a mail, shows that nothing recorded before has been altered since. Without one, anyone who can write to
the store could have rewritten all of it.
• The program notes the times of checks, to the minute, and the roots do not bind them. They bind what a
check found: new bytes are in the ledger.
• Verdicts are those of the program, in the version named above. They are not legal advice.
How to verify it
That no file of the ZIP was altered, in the folder where it was unpacked:
sha256sum --check --quiet SHA256SUMS
That the store is whole, and that its texts and verdicts are what its bytes give:
policy-monitor verify
That nothing was altered since the end of the period. Compare the root with a mail of that time first:
policy-monitor verify --against cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
That this pack is what the store gives: the same version of the program makes the same files again.
policy-monitor export audit --from 2026-11-02 --to 2026-11-22
Audit pack, 2 November 2026 to 22 November 2026 1 / 4\f
All policies
Policy Checks
answered
Weeks with
gap
Versions Due for
review
Reviewed
Birch Privacy Policy
birch
7 of 7 none 1 1 all
Cedar Privacy Policy
cedar
2 of 4 1 none none none due
Larch Privacy Policy
larch
3 of 3 none none none none due
Birch Privacy Policy
Id birch
Address https://birch.example/privacy
Tags eu
Tracked since 3 October 2026, 00:00 UTC
At the start text 5edc008b211ea9388dbcd68572c548e636076ce264369a5a1a2198a0fc0966ba, captured 3 October 2026,
00:00 UTC
At the end text baf074ffaa2e46d078b0e917dd07ad55179c32277e35e7bda8d615090d373b70
Week by week
Week of Answered Failed Severity
2 November 2026 2 0 Checked twice, nothing changed.
9 November 2026 3 0 critical Checked 3 times: 1 change.
16 November 2026 2 0 Checked twice, nothing changed.
Versions and what they changed
11 November 2026, 00:00 UTC - critical
Withdrawn: a promise.
Accepted by Kim Ode on 12 November 2026.
Text baf074ffaa2e46d078b0e917dd07ad55179c32277e35e7bda8d615090d373b70; capture
5555555555555555555555555555555555555555555555555555555555555555; live; https://birch.example/
Severity Verdict Words
critical Withdrawn: a promise. (reworded; weakens). In “4.
Sharing”.
Before: We do not sell your data.
After: We may sell your data.
Reviews
Change of Decision By At Note
11 November 2026, 00:00
UTC
accepted Kim Ode 12 November 2026, 00:00
UTC
=Discussed.
No action.
Captures that did not become a version
Captured State Reason
5 November 2026, 00:00
UTC
refused bot-wall A wall.
Audit pack, 2 November 2026 to 22 November 2026 2 / 4\f
Cedar Privacy Policy
Id cedar
Address https://cedar.example/privacy
Tags eu
Tracked since 3 October 2026, 00:00 UTC
At the start text 5edc008b211ea9388dbcd68572c548e636076ce264369a5a1a2198a0fc0966ba, captured 3 October 2026,
00:00 UTC
At the end the same text
Week by week
Week of Answered Failed Severity
2 November 2026 1 0 Checked once, nothing changed.
9 November 2026 0 2 GAP: no successful check. 1 check failed (timeout); 1 check
showed no policy (bot-wall).
16 November 2026 1 0 Checked once, nothing changed.
Larch Privacy Policy
Id larch
Address https://larch.example/privacy
Tags eu
Tracked since 3 October 2026, 00:00 UTC
At the start text 5edc008b211ea9388dbcd68572c548e636076ce264369a5a1a2198a0fc0966ba, captured 3 October 2026,
00:00 UTC
At the end the same text
Week by week
Week of Answered Failed Severity
2 November 2026 1 0 Checked once, nothing changed.
9 November 2026 1 0 Checked once, nothing changed.
16 November 2026 1 0 Checked once, nothing changed.
Audit pack, 2 November 2026 to 22 November 2026 3 / 4\f
Roots over all ledgers
Each is the Merkle tree hash (RFC 6962) over the ends of all ledgers at that time; mails and pages of that time
have it.
Logged Lines Root
2026-10-24T00:00:00Z 3 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
2026-11-03T00:00:00Z 5 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
2026-11-11T00:00:00Z 7 cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
Audit pack, 2 November 2026 to 22 November 2026 4 / 4"""


def test_the_text_file() -> None:
    assert readme() == README


def test_the_pages() -> None:
    assert pages() == PAGES


def readme() -> str:
    return wording.readme(sample.report(), "audit.pdf")


def pages() -> str:
    return "\f\n".join(page.replace("\r\n", "\n") for page in read(AuditDocument(sample.report()).write()))


def frozen(name: str, text: str) -> str:
    return f'{name} = """\\\n{text}"""\n'


if __name__ == "__main__":
    here = Path(__file__)
    before, _, rest = here.read_text(encoding="utf-8").partition("README = ")
    tests = rest[rest.index("\n\ndef test_the_text_file") :]
    here.write_text(before + frozen("README", readme()) + frozen("PAGES", pages().replace("\f", "\\f")) + tests, encoding="utf-8")
