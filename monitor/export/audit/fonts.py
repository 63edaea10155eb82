"""The fonts of the PDF: characters that they lack are named instead of printed as empty boxes."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf_fonts
from fpdf import FPDF
from fpdf.fonts import TTFFont

from monitor.errors import UsageError

TEXT, FURTHER = "notos", "figo"
"""Noto Sans for Latin, Greek and Cyrillic; FiraGO for Arabic, Hebrew, Devanagari, Georgian and Thai."""
_SCRIPTS = {
    "CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean", "IDEOGRAPHIC": "Chinese or Japanese",
    "FULLWIDTH": "Chinese or Japanese",
}  # fmt: skip
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")


class PageFonts:
    """The fonts of one document, and which signs they have.

    Args:
        pdf: gets the fonts.
        further: TrueType files for more scripts.

    Raises:
        UsageError: a file is no font that can be embedded.
    """

    def __init__(self, pdf: FPDF, further: Sequence[Path] = ()) -> None:
        # It tells of tables that it leaves out of a subset, which are hints for screens.
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        # fpdf2 reads fonts from files, up to the moment when the document is written.
        self._folder = TemporaryDirectory(prefix="policy-monitor-fonts-")
        fonts = [
            ("text", "", self._unpacked(TEXT)),
            ("text", "B", self._unpacked(f"{TEXT}bo")),
            ("further", "", self._unpacked(FURTHER)),
            *((f"font{number}", "", path) for number, path in enumerate(further)),
        ]
        for family, style, path in fonts:
            try:
                pdf.add_font(family, style, path)
            except Exception as error:  # whatever its parser stumbles over
                self.close()
                raise UsageError(f"{path}: not a TrueType or OpenType font that can be embedded ({error})") from error
        pdf.set_fallback_fonts([family for family, _, _ in fonts[2:]], exact_match=False)
        self._signs = frozenset(sign for font in pdf.fonts.values() if isinstance(font, TTFFont) for sign in font.cmap)
        self.missing: set[str] = set()
        """The scripts of which something could not be shown, in words."""

    def _unpacked(self, name: str) -> Path:
        path = Path(self._folder.name) / f"{name}.ttf"
        path.write_bytes(pymupdf_fonts.myfont(name))
        return path

    def close(self) -> None:
        """Removes the unpacked fonts, which the document needs until it is written."""
        self._folder.cleanup()

    def shown(self, text: str) -> str:
        """The text with what the fonts have no signs for as "[12 characters: Korean]"; line ends stay."""
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        clean = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _INVISIBLE)
        if all(ord(sign) in self._signs for sign in clean):
            return clean
        out, run = "", ""
        for sign in clean:
            # A space between two unknown words belongs to them.
            if ord(sign) not in self._signs or (run and sign == " "):
                run += sign
            else:
                out += self._named(run) + sign
                run = ""
        return f"{out}{self._named(run)}".rstrip()

    def _named(self, run: str) -> str:
        if not run:
            return ""
        names = {_SCRIPTS.get(unicodedata.name(sign, "").split(" ")[0].split("-")[0], "") for sign in run if sign != " "} - {""}
        if "Japanese" in names:  # with Chinese signs between the kana
            names = {"Japanese"}
        script = " and ".join(sorted(names)) or "other signs"
        self.missing.add(script)
        count = len(run.replace(" ", ""))
        return f"[{count} {'character' if count == 1 else 'characters'}: {script}]" + (" " if run.endswith(" ") else "")


def is_complex(text: str) -> bool:
    """Whether letters have to be joined, or lines ordered from right to left; that takes time, so it is not done for all text."""
    # From Hebrew on, except punctuation and symbols such as the dash and the arrow.
    return not text.isascii() and any(ord(sign) >= 0x0590 and not 0x2000 <= ord(sign) < 0x2C00 for sign in text)
