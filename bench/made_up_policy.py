"""A made-up policy that changes version by version: what growth and storage are measured on."""

from __future__ import annotations

import random

ACTORS = ("We", "Our partners", "Our service providers", "Our affiliates", "The shop", "Your seller", "Our support team")
ACTS = ("collect", "store", "use", "share", "disclose", "analyse", "combine", "transfer", "delete", "review")
DATA = ("your e-mail address", "your order history", "device information", "your location", "payment details", "messages you send us")
ENDS = ("to fulfil your order", "to prevent fraud", "to improve the shop", "for accounting", "to answer you", "to measure advertising")
LIMITS = ("for {} days", "for {} months after your last visit", "unless you object within {} days", "at most {} times a year")
_FEWEST = 20


class MadeUpPolicy:
    """The same for every process that gives the same arguments.

    Args:
        chance: what it is made of.
        size: about how many characters it has.
    """

    def __init__(self, chance: random.Random, size: int) -> None:
        self.chance = chance
        self.sentences: list[str] = []
        while sum(map(len, self.sentences)) < size:
            self.sentences.append(self.sentence())

    def sentence(self) -> str:
        """A new statement."""
        raise NotImplementedError

    def change(self) -> None:
        """A statement is replaced, and now and then one is added or goes."""
        place, kind = self.chance.randrange(len(self.sentences)), self.chance.random()
        if kind < 0.8 or len(self.sentences) < _FEWEST:
            self.sentences[place] = self.sentence()
        elif kind < 0.9:
            self.sentences.insert(place, self.sentence())
        else:
            del self.sentences[place]

    def page(self) -> str:
        """The page of this version."""
        parts = [f"<p>{' '.join(self.sentences[at : at + 4])}</p>" for at in range(0, len(self.sentences), 4)]
        sections = [f"<h2>{at // 12 + 1}. Part {at // 12 + 1}</h2>{''.join(parts[at : at + 12])}" for at in range(0, len(parts), 12)]
        head = "<!doctype html><html lang='en'><head><title>Privacy Policy of Larkspur Goods</title></head><body><main>"
        return f"{head}<h1>Privacy Policy of Larkspur Goods</h1>{''.join(sections)}</main></body></html>"
