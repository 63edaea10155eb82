"""Pages that turned into something else."""

import pytest

from monitor.core.screen.turned import turned_into

FORUM = "# Lamp talk\n\n" + "\n\n".join(
    f"## My lamp {n} flickers\n\nPosted by ann {n} hours ago\n\nWhat can I do about it?" for n in range(6)
)
SHOP = "# Lamps\n\n" + "\n\n".join(f"## Lamp {n}\n\n$ {n}9.00\n\nAdd to cart" for n in range(6))
LINKS = "# Help\n\n" + "\n".join(f"- [How to mend lamp {n}](https://a.example/{n})" for n in range(10))
RULES = "# Forum rules\n\n" + "\n\n".join(f"Rule {n}: what you have posted in our forum stays yours." for n in range(9))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (FORUM, "a forum"),
        (SHOP, "a shop"),
        (LINKS, "a list of links"),
        ("# 12 results for “privacy”\n\nHow we work", "search results"),
        (RULES, None),
    ],
)
def test_kinds_of_pages(text: str, kind: str | None) -> None:
    assert turned_into(text) == kind
