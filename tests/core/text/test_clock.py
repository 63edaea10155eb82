"""What a page prints that changes by itself, and terms that look alike."""

import pytest

from monitor.core.text.clock import without_clocks


@pytest.mark.parametrize(
    "line",
    [
        "This policy was last updated {} days ago by our legal team.",
        "Last updated {} weeks ago",
        "Zuletzt aktualisiert vor {} Tagen",
        "Mis à jour il y a {} jours",
        "Was this helpful? {} out of 90 found this helpful",
        "Viewed {} times",
        "This notice was last revised {} months ago",
        "| Updated: {} hours ago | by Mira",
        "Actualizado hace {} días",
        "Aggiornato {} giorni fa",
        "Atualizado há {} dias",
        "Bijgewerkt {} dagen geleden",
        "{} users have read",
        "{} visitors are online",
        "Views: {}",
        "{} comments, 12 shares",
        "{}.5k followers",
        "Your request 3f2504e0-4f89-11d3-9a0c-0305e82c33{} was noted",
        "{} likes · 1.2K views",
        "Your session ID 7Fq{}xZ81 was noted",
    ],
)
def test_what_changes_by_itself_reads_the_same(line: str) -> None:
    assert without_clocks(line.format(13)) == without_clocks(line.format(24))


@pytest.mark.parametrize(
    "line",
    [
        "We erase what you posted more than {} days ago.",
        "We keep records last changed {} days ago or earlier.",
        "The plan includes {} downloads a month.",
        "You may post {} comments a day.",
        "We answer within {} days of your request.",
        "Nous effaçons ce que vous avez écrit il y a {} jours.",
        "Wir löschen Briefe, die vor {} Tagen kamen.",
        "Orders placed up to {} hours ago can be cancelled.",
        "Article {} applies.",
        "Last updated 2 days ago by J. Doe. We keep it for {} days.",
    ],
)
def test_terms_stay(line: str) -> None:
    assert without_clocks(line.format(13)) != without_clocks(line.format(24))
