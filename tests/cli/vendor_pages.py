"""Sixty invented vendors on one server: their pages, the table that an officer has of them, and ten changes of different weight."""

from __future__ import annotations

from tests.net.web_server import WebServer

TREES = (
    *("Alder Payments", "Birch Mail", "Cedar CRM", "Dogwood Chat", "Elm Cloud", "Fir Analytics", "Ginkgo HR", "Hazel Forms", "Ivy Ads"),
    *("Juniper Docs", "Kapok Maps", "Larch Backup", "Maple Sign", "Nutmeg Travel", "Oak Ledger", "Pine Video", "Quince Survey"),
    *("Rowan Tickets", "Spruce Hosting", "Teak Vault"),
)
VENDORS = tuple(f"{tree} {place}" for place in ("Europe", "America", "Asia") for tree in TREES)
TAGS = ("crm", "payments", "hr, eu", "ads", "cloud")
SELLS = "We may sell your personal information to advertising partners."
NEWS = (
    {"sharing": SELLS},
    {"retention": "We keep your account data for as long as we consider necessary."},
    {"training": "We may use your content to train artificial intelligence models."},
    {"sharing": "We do not sell your personal information to anyone."},
    {"retention": "We delete your account data 12 months after you leave."},
)
"""What changes, by the number of the vendor modulo five."""


def vendor_page(
    name: str,
    *,
    sharing: str = "We do not sell your personal information to anybody.",
    retention: str = "We delete your account data after 12 months.",
    training: str = "We never use your content to train artificial intelligence models.",
) -> bytes:
    """A page that reads like a policy."""
    return f"""<!doctype html><html lang="en"><head><title>Privacy Policy | {name}</title></head><body><nav><a href="/">Home</a></nav><main>
<h1>Privacy Policy</h1><h2>Who we are</h2><p>{name} provides services to businesses and is responsible for the personal information that you
give us. This policy tells you what we collect, why we collect it, who sees it and how long we keep it.</p>
<h2>What we collect</h2><p>When you register we ask for your name, your address and your e-mail address. Our servers record the pages that
you visit and the kind of browser that you use.</p><h2>Sharing</h2><p>{sharing}</p><p>We disclose information when a court requires it.</p>
<h2>Machine learning</h2><p>{training}</p><h2>Retention</h2><p>{retention}</p><p>Invoices are kept for seven years.</p>
<h2>Your rights</h2><p>You may access, correct and delete your information at any time.</p><h2>Contact</h2>
<p>Write to us with any question about this policy of {name}.</p></main><footer>{name}</footer></body></html>""".encode()


def serve_vendors(web: WebServer) -> str:
    """Puts all pages on the server; gives the table, under headings that the officer chose."""
    rows = ["Vendor,Privacy page,Tags"]
    for number, name in enumerate(VENDORS):
        rows.append(f'{name},{web.page(f"/{number}/privacy", vendor_page(name))},"{TAGS[number % 5]}"')
    return "\n".join(rows)


def change_vendors(web: WebServer, count: int = 10) -> None:
    """Changes the pages of the first vendors."""
    for number, name in enumerate(VENDORS[:count]):
        web.page(f"/{number}/privacy", vendor_page(name, **NEWS[number % 5]))
