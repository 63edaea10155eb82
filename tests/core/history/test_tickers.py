"""Changes of the page around the policy weigh little; those of the policy keep their weight."""

from monitor.core.history.noise import normalize_text
from monitor.core.history.tickers import Tickers, ignoring_page_noise
from monitor.model import Change, ChangeKind, Changelog, Direction, Document, Severity, Side

TICKER = "BTC\n\n{0},543.08\n\n+0.17%\n\nETH\n\n3,{0}.31\n\n+1.00%\n\nXRP\n\n2.{0}\n\n-0.{0}%\n\n"
TEXT = "# Privacy\n\nWe keep your data for thirty days and for no longer than that.\n"


def severity(old, new, *, old_page=TEXT, new_page=TEXT, section=(), ticks=None):
    side = [Side(text, section, (0, len(text))) if text is not None else None for text in (old, new)]
    change = Change("c", ChangeKind.REWORDED, Severity.MATERIAL, Direction.WEAKENS, ("other",), *side, (), ())
    quiet = ignoring_page_noise(lambda _old, _new: Changelog((change,)), normalize_text, ticks or Tickers())
    return quiet(Document(old_page), Document(new_page)).severity


def test_a_tickers_numbers_are_cosmetic():
    pages = {"old_page": TICKER.format(94) + TEXT, "new_page": TICKER.format(95) + TEXT}
    assert severity("94,543.08", "95,543.08", **pages) is Severity.COSMETIC
    assert severity(None, "-0.95%", **pages) is Severity.COSMETIC


def test_a_sentence_beside_a_ticker_keeps_its_weight():
    pages = {"old_page": TICKER.format(94) + TEXT, "new_page": TICKER.format(95) + TEXT}
    assert severity("We keep your data for 94 days.", "We keep your data for 95 days.", **pages) is Severity.MATERIAL
    assert severity("Fee: 2.94", "Fee: 2.95", section=("Fees",), **pages) is Severity.MATERIAL


def test_amounts_of_a_page_without_ticker_keep_their_weight():
    assert severity("9.99", "19.99", section=("Prices",)) is Severity.MATERIAL


def test_entries_of_a_list_of_links_are_minor():
    assert severity("- [Data sale](https://shop.example/1)", None, section=("Privacy",)) is Severity.MINOR
    assert severity("Back to menu\n\nNews", "Sign in") is Severity.MINOR


def test_a_listed_kind_of_data_keeps_its_weight():
    assert severity(None, "- Biometric data", section=("Privacy", "What we collect")) is Severity.MATERIAL
    assert severity(None, "- Biometric data", old_page="We collect:\n", new_page="We collect:\n\n- Biometric data\n") is Severity.MATERIAL
    assert severity(None, "- [Partners](https://a.example) may buy your data", section=("Privacy",)) is Severity.MATERIAL


def test_a_change_without_sides_keeps_its_weight():
    assert severity(None, None) is Severity.MATERIAL
