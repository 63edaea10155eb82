"""Tells the encoding of a text that is not Unicode, with charset-normalizer: by what the text would read like in each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CANDIDATES = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "iso8859_2", "iso8859_5", "koi8_r", "koi8_u",
    "cp866", "cp932", "euc_jp", "cp949", "gb18030", "big5hkscs",
)  # fmt: skip
"""What pages on the web are encoded in (WHATWG Encoding Standard, section 4.2), the most frequent first."""
LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2")
_LAST_RESORT = ("mac_roman", "mac_cyrillic")
"""So rare that nothing else may be plausible: short texts with typographic quotes look like them."""
_BY_LANGUAGE = {
    "ar": "cp1256", "bg": "cp1251", "cs": "cp1250", "el": "cp1253", "et": "cp1257", "he": "cp1255", "hr": "cp1250", "hu": "cp1250",
    "ja": "cp932", "ko": "cp949", "lt": "cp1257", "lv": "cp1257", "pl": "cp1250", "ru": "cp1251", "sk": "cp1250", "sl": "cp1250",
    "th": "cp874", "tr": "cp1254", "uk": "cp1251", "zh": "gb18030", "zh-tw": "big5hkscs", "zh-hk": "big5hkscs", "zh-hant": "big5hkscs",
    "de": "cp1252", "en": "cp1252", "es": "cp1252", "fr": "cp1252", "it": "cp1252", "nl": "cp1252", "pt": "cp1252", "sv": "cp1252",
}  # fmt: skip
"""What browsers assume for a page in this language that declares nothing (WHATWG HTML, "encoding sniffing algorithm")."""

# By how much a declared encoding may read worse than the best one, in charset-normalizer's measures. "Мы не передаём ваши данные" in KOI8-R
# has a coherence of 0.70, and of 0.44 when it is read as the declared Windows-1251; right declarations stay within 0.03 in both measures.
_CHAOS, _COHERENCE = 0.03, 0.1
_TIE = 0.02
_MULTIBYTE = frozenset({"cp932", "euc_jp", "cp949", "gb18030", "big5hkscs"})
"""Hardly any other text is valid in them and reads well. charset-normalizer has no coherence for Japanese and Korean: 0."""
_PLAUSIBLE = 0.1
_SAMPLE = 30_000
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_TAGS = re.compile(rb"<[^<>]{0,2000}>")
_CODES = {
    "Arabic": "ar", "Bulgarian": "bg", "Czech": "cs", "Dutch": "nl", "English": "en", "Estonian": "et", "French": "fr", "German": "de",
    "Greek": "el", "Hebrew": "he", "Hungarian": "hu", "Italian": "it", "Lithuanian": "lt", "Polish": "pl", "Portuguese": "pt",
    "Russian": "ru", "Slovak": "sk", "Slovene": "sl", "Spanish": "es", "Swedish": "sv", "Turkish": "tr", "Ukrainian": "uk",
}  # fmt: skip
"""charset-normalizer's names of languages."""


@dataclass(frozen=True, slots=True)
class EncodingGuess:
    """A text read in one encoding, in charset-normalizer's measures."""

    name: str
    chaos: float
    coherence: float
    native: bool
    """The language that it seems to be in is usually written in this encoding."""


def best_encoding(body: bytes, declared: Sequence[str], language: str | None) -> str:
    """The encoding in which a text reads most like a text, by Python's name.

    Args:
        body: bytes that are not valid UTF-8.
        declared: Python's names of the declared encodings; one is used if the text is about as plausible in it as in any other.
        language: of the page as it declares, such as "ja"; decides between encodings that are equally plausible.
    """
    declared = [name.replace("-", "_") for name in declared]
    sample = _sample(body)
    names = (*(LATIN if _is_latin(sample) else CANDIDATES), *declared)
    found = _ranked(sample, names) or _voted(sample, names)
    if not found or found[0].chaos > _PLAUSIBLE:
        found = sorted([*found, *_ranked(sample, _LAST_RESORT)], key=lambda reading: reading.chaos)
    if not found:
        return declared[0] if declared else "cp1252"
    best = found[0]
    close = {one.name for one in found if one.chaos <= best.chaos + _CHAOS and one.coherence >= best.coherence - _COHERENCE}
    hint = _BY_LANGUAGE.get(language or "") or _BY_LANGUAGE.get((language or "").partition("-")[0])
    for name in (*declared, hint):
        if name in close:
            return name
    equal = [one for one in found if one.chaos <= best.chaos + _TIE and one.coherence >= best.coherence - _TIE]
    equal.sort(key=lambda one: (not one.native, CANDIDATES.index(one.name) if one.name in CANDIDATES else len(CANDIDATES)))
    return equal[0].name


def _sample(body: bytes) -> bytes:
    """The passages beyond ASCII, without markup: "<" is no part of a character in any of the encodings."""
    pieces: list[bytes] = []
    size = 0
    for piece in _TAGS.split(body[: 20 * _SAMPLE]):
        if not piece.isascii():
            pieces.append(piece.replace(b"\x00", b""))
            size += len(piece) + 1
            if size > _SAMPLE:
                break
    return b"\n".join(pieces)


def _ranked(sample: bytes, names: Iterable[str]) -> list[EncodingGuess]:
    """The readings in all encodings that the sample is plausible in, the best first."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - large, and few texts are in anything but UTF-8

    allowed = list(dict.fromkeys(names))
    found = [
        EncodingGuess(name, *_measures(name, str(match), match.chaos, match.coherence), _is_native(match.language, name))
        for match in from_bytes(sample, cp_isolation=allowed, preemptive_behaviour=False)
        for name in match.could_be_from_charset
        if name in allowed
    ]
    return sorted(found, key=lambda one: (round(one.chaos, 2), -one.coherence))


def _is_native(language: str, name: str) -> bool:
    return _BY_LANGUAGE.get(_CODES.get(language, "")) == name


def _measures(name: str, text: str, chaos: float, coherence: float) -> tuple[float, float]:
    """Chaos and coherence, corrected for what charset-normalizer does not see: text in one case, and katakana of half width."""
    letters = [char for char in text if char > "\x7f" and char.isalpha()]
    if name in _MULTIBYTE:
        odd = sum("\uff61" <= char <= "\uff9f" for char in letters) > 0.3 * len(letters)
        return (chaos + _PLAUSIBLE, 0.0) if odd else (chaos, 1.0 if chaos <= _TIE else coherence)
    # "мы не" in Windows-1251 is "ЛШ МЕ" in KOI8-R, where capitals and small letters have changed places.
    return (chaos + _PLAUSIBLE if sum(char.isupper() for char in letters) > 0.6 * len(letters) else chaos), coherence


def _is_latin(sample: bytes) -> bool:
    """True where bytes beyond ASCII are mostly single: accents among plain letters, quotes, a copyright sign."""
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    return sum(run for run in runs if run > 2) < 0.4 * sum(runs)


def _voted(sample: bytes, names: Iterable[str]) -> list[EncodingGuess]:
    """The same for a sample with damaged places, which no encoding explains as a whole: what most of its parts are plausible in."""
    allowed = list(names)
    votes: Counter[str] = Counter()
    for start in range(0, min(len(sample), 4000), 200):
        votes.update(reading.name for reading in _ranked(sample[start : start + 200].strip(), allowed)[:1])
    return [EncodingGuess(votes.most_common(1)[0][0], 0.0, 0.0, native=True)] if votes else []
