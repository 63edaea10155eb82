"""Lists of plain addresses: one a line, as browsers, changedetection.io and people write them."""

from __future__ import annotations

import re

from monitor.portfolio.listed import LONGEST_ADDRESS, Listing, document_row, plain, tags_of

# changedetection.io writes tags behind an address: "https://a.example/privacy ['crm', 'eu']".
_BRACKETS = re.compile(r"[\[\]'\"{}()]")


def read_addresses(text: str) -> Listing:
    """One document per line; what follows the address are its tags, and lines that begin with # or // are remarks."""
    found = Listing("a list of addresses")
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line[: LONGEST_ADDRESS + 1].strip()
        if not bare or bare.startswith(("#", "//", ";")):
            continue
        address, _, rest = bare.removeprefix("- ").strip().partition(" ")
        # A long line is told whole, by its length.
        whole = line if len(line) > LONGEST_ADDRESS else address
        tags = tags_of(_BRACKETS.sub(" ", plain(rest, 400)).split(",")) if rest else ()
        found.take(document_row(f"line {number}", whole, tags=tags))
    return found


def write_addresses(urls: list[str]) -> str:
    """Addresses as such a list."""
    return "".join(f"{url}\n" for url in urls)
