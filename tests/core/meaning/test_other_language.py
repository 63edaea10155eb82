"""A page that comes in another language: told once, as that."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare
from monitor.core.meaning.other_language import RULE
from monitor.model import Severity

ENGLISH = "# Privacy Policy\n\n" + "\n\n".join(
    f"We collect the data that you give to us for purpose {n}, and we will not sell it to any of our partners." for n in range(6)
)
FRENCH = "# Politique de confidentialité\n\n" + "\n\n".join(
    f"Nous ne vendons pas vos données et nous ne les donnons pas à des partenaires pour la finalité {n}." for n in range(6)
)
JAPANESE = "# プライバシーポリシー\n\n" + "\n\n".join(f"当社は、目的{n}のために取得した情報を第三者に販売しません。" for n in range(6))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (ENGLISH, FRENCH, "The page is now in French; it was in English."),
        (FRENCH, ENGLISH, "The page is now in English; it was in French."),
        (ENGLISH, JAPANESE, "The page is now in Japanese; it was in English."),
    ],
)
def test_another_language_is_one_change(old: str, new: str, says: str) -> None:
    changelog = compare(old, new)
    (change,) = changelog.changes
    assert (change.headline, change.severity, change.judged, change.reasons[0].rule) == (says, Severity.MATERIAL, False, RULE)
    covered = "".join(new[slice(*passage.new)] for passage in changelog.passages if passage.new)
    assert covered.strip() == new.strip()


def test_a_page_in_two_languages_that_gains_more_of_one_is_compared() -> None:
    both, more = f"{ENGLISH}\n\n{FRENCH}", f"{ENGLISH[: len(ENGLISH) // 2]}\n\n{FRENCH}"
    assert all(change.reasons[0].rule != RULE for change in compare(both, more).changes)
