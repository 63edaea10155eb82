"""The policy of a fictional shop in each of its versions, section by section."""

from __future__ import annotations

Section = tuple[str, list[str]]

_FIRST: list[Section] = [
    (
        "Who we are",
        [
            "Northwind Teapots is a small shop for hand-made teapots, cups and tea. We run this website and its Tea Club, "
            "and we are responsible for the personal information that you give us here.",
            "This policy tells you what we collect, why we collect it, who sees it, how long we keep it, and what you can do about it.",
        ],
    ),
    (
        "Information you give us",
        [
            "When you open an account we ask for your name, your e-mail address and a password.",
            "When you order we also ask for a delivery address and a telephone number, so that the carrier can reach you.",
            "Card payments are handled by our bank; we never see or store your full card number.",
        ],
    ),
    (
        "Information collected automatically",
        [
            "Our server writes down the address of your computer, the kind of browser you use and the pages you visit.",
            "We use these records to keep the shop running and to find faults.",
        ],
    ),
    (
        "How we use your information",
        [
            "We use your information to take and deliver your orders, to answer your questions, and to keep your account secure.",
            "If you join the Tea Club, we send you our newsletter once a month. You can leave at any time with the link in each issue.",
        ],
    ),
    (
        "Sharing with others",
        [
            "Northwind Teapots does NOT share, sell, rent, or trade your personal information with third parties "
            "for their promotional purposes.",
            "We give your name and address to the carrier who brings your parcel, and to nobody else without your consent.",
            "We disclose information when a court or the law requires it.",
        ],
    ),
    (
        "Cookies",
        [
            "We use one cookie to remember what is in your basket and one to keep you signed in.",
            "We do not use cookies to follow you to other websites.",
        ],
    ),
    (
        "How long we keep it",
        [
            "Server records are deleted after 30 days.",
            "Your account information is deleted after 12 months without an order or a visit.",
            "Invoices are kept for the seven years that tax law asks for.",
        ],
    ),
    (
        "Security",
        [
            "Your password is stored only in scrambled form, and all pages that ask for personal information are encrypted.",
            "If your information is ever exposed, we will tell you by e-mail within three days.",
        ],
    ),
    (
        "Children",
        ["The shop is meant for adults. We do not knowingly collect information from children under 13."],
    ),
    (
        "Your choices",
        [
            "You can see and correct your account information on the page “My account”.",
            "You can refuse cookies in your browser; the basket will then forget what you put in it.",
        ],
    ),
    (
        "Changes to this policy",
        ["When we change this policy, we post the new text here and tell account holders by e-mail at least 30 days before it applies."],
    ),
    (
        "Contact",
        ["Questions? Write to privacy@northwind-teapots.example or to Northwind Teapots, 12 Kettle Lane, Port Steeping."],
    ),
]

_TRACKER = (
    "We work with the advertising network Lumenade. Its cookies and pixels follow which teapots you look at, "
    "here and on other websites, so that its customers can show you advertisements."
)
_SHARING = "We may share your personal information with selected partners, who may use it for their own marketing purposes."
_RIGHTS = [
    "You have the right to have your personal information deleted: write to us and we will erase it within one month.",
    "You have the right to receive a copy of your personal information in a machine-readable file, free of charge.",
]
_RETENTION = "We keep your account information for as long as we consider it necessary for our business purposes."
_TRAINING = "We use the messages you send us and your reviews to train machine learning models that write product texts and answers."


def sections(version: int) -> list[Section]:
    """The policy's sections (heading, paragraphs) in version 1 to 6."""
    text = {heading: list(paragraphs) for heading, paragraphs in _FIRST}
    if version >= 2:
        text["Cookies"][1] = _TRACKER
    if version >= 3:
        text["Sharing with others"][:2] = [_SHARING, "We give your name and address to the carrier who brings your parcel."]
    if version >= 4:
        text["Your choices"] += _RIGHTS
    if version >= 5:
        text["How long we keep it"][1] = _RETENTION
    if version >= 6:
        text["How we use your information"].append(_TRAINING)
    return list(text.items())


STATED = {1: "March 1, 2010", 2: "September 12, 2013", 3: "November 21, 2016", 4: "May 20, 2018", 5: "August 1, 2022", 6: "March 28, 2024"}
"""The “last updated” date printed in each version."""
