"""A text that ends in a full sentence may be cut off all the same, and says so."""

from __future__ import annotations

import pytest

from monitor.core.extract import read_snapshot
from monitor.core.extract.blocks import PARAGRAPH, Block
from monitor.core.extract.cut_off import ENDS, ending_notes

TEXT = "<h1>Privacy</h1><p>We keep the orders that you place with us for seven years.</p>"
PAGE = f"<!doctype html><html lang=en><head><title>Privacy</title></head><body>{TEXT}@</body></html>"


def notes(html: str, **headers: str) -> list[str]:
    found = read_snapshot(html.encode(), media_type="text/html", headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert found.document is not None
    return [note for note in found.document.notes if note.startswith(ENDS)]


def test_a_whole_page_has_no_such_note() -> None:
    page = PAGE.replace("@", "")
    assert notes(page) == []
    assert notes(page, content_length=str(len(page))) == []


def test_fewer_bytes_than_announced() -> None:
    page = PAGE.replace("@", "")
    assert notes(page, Content_Length=str(len(page) + 1234)) == [f"{ENDS}: the response is 1,234 bytes shorter than announced."]
    assert notes(page, content_length="99999", content_encoding="gzip") == []
    assert notes(page, content_length="many") == []


def test_a_page_that_is_not_closed() -> None:
    assert notes(PAGE.partition("@")[0]) == [f"{ENDS}: the page is not closed."]
    assert notes(TEXT) == []  # it was never opened


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("<button>Read more</button>", "Read more"),
        ("<p><a href=/full>Read more</a></p>", "Read more"),
        ("<p><a href=/full>Continue reading →</a></p>", "Continue reading"),
        ("<div><span class=x>Show all</span></div>", "Show all"),
        ("<p>Read more …</p>", "Read more"),
        ("<p><a href=/full>View the full policy</a></p>", "View the full policy"),
        ("<p><a href=/voll>Weiterlesen</a></p>", "Weiterlesen"),
    ],
)
def test_a_text_that_goes_on_elsewhere(after: str, words: str) -> None:
    assert notes(PAGE.replace("@", after)) == [f"{ENDS}: the text ends with “{words}”."]


@pytest.mark.parametrize(
    "after",
    [
        "<footer><ul><li><a href=/>Home</a></li></ul><a href=/blog>Read more</a></footer>",
        "<p>You can read more about cookies in our cookie policy.</p>",
        "<p>Write to us in Galway if you want to see more of your data.</p>",
    ],
)
def test_other_things_to_read(after: str) -> None:
    assert notes(PAGE.replace("@", after)) == []


def test_a_text_that_is_not_found_in_the_page() -> None:
    assert ending_notes("<p>Other</p><button>Read more</button>", [Block(PARAGRAPH, "We keep your orders.")], closed=True) == []
    assert ending_notes("", [], closed=True) == []
