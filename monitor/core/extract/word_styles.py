"""How the runs of a Word document look: what their styles hide or strike, and what is white on white paper."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = ("vanish", "strike", "dstrike")
_NO = frozenset({"0", "false", "off", "none"})
_DEEPEST = 20
"""Styles that one may rest on; Word allows eleven."""
_WHITE = "FFFFFF"

Looks = Mapping[str, Mapping[str, str]]
"""By the id of a style, what it says about `vanish`, `strike`, `dstrike` and `color`; what it rests on included."""


def looks_of(styles: bytes) -> Looks:
    """What each style of `word/styles.xml` says.

    Raises:
        xml.etree.ElementTree.ParseError: when the part is broken.
    """
    named = {style.get(f"{W}styleId", ""): style for style in ET.fromstring(styles).iter(f"{W}style")}  # noqa: S314 - no document type, see word.py
    return {name: _look(name, named) for name in named}


def _look(name: str, named: Mapping[str, ET.Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for _ in range(_DEEPEST):
        if name not in named:
            break
        for key, value in _said(named[name].find(f"{W}rPr")).items():
            found.setdefault(key, value)
        based = named[name].find(f"{W}basedOn")
        name = based.get(f"{W}val", "") if based is not None else ""
    return found


def _said(properties: ET.Element | None) -> dict[str, str]:
    """What run properties say: "1" or "0" of a mark, and the colour."""
    if properties is None:
        return {}
    said = {}
    for mark in _MARKS:
        found = properties.find(f"{W}{mark}")
        if found is not None:
            said[mark] = "0" if found.get(f"{W}val", "1") in _NO else "1"
    color = properties.find(f"{W}color")
    return said if color is None else {**said, "color": color.get(f"{W}val", "").upper()}


def mark_runs(root: ET.Element, looks: Looks) -> None:
    """Writes into each run what its styles say, and hides what is white on white.

    A run's own properties win over its style, that over the paragraph's.
    """
    shaded = _shaded(root)
    for paragraph in root.iter(f"{W}p"):
        under = looks.get(_style(paragraph.find(f"{W}pPr/{W}pStyle")), {})
        for run in paragraph.iter(f"{W}r"):
            own = run.find(f"{W}rPr")
            look = {**under, **looks.get(_style(run.find(f"{W}rPr/{W}rStyle")), {}), **_said(own)}
            # White letters in a dark row of a table are read; nothing sets off white ones on bare paper.
            if look.get("color") == _WHITE and run not in shaded:
                look["vanish"] = "1"
            _write(run, look)


def _style(found: ET.Element | None) -> str:
    return "" if found is None else found.get(f"{W}val", "")


def _shaded(root: ET.Element) -> set[ET.Element]:
    """The runs with a ground of their own, or in a table, a box or a page that may have one."""
    if root.find(f"{W}background") is not None:
        return set(root.iter(f"{W}r"))
    grounds = [*root.iter(f"{W}tbl"), *root.iter(f"{W}txbxContent")]
    grounds += [one for one in root.iter() if one.tag in (f"{W}p", f"{W}r") and _has_ground(one)]
    return {run for ground in grounds for run in ground.iter(f"{W}r")}


def _has_ground(one: ET.Element) -> bool:
    properties = one.find(f"{W}{'pPr' if one.tag == f'{W}p' else 'rPr'}")
    # A style may shade as well; which one does is not looked up, so a named style is taken for one that may.
    return properties is not None and any(properties.find(f"{W}{name}") is not None for name in ("shd", "highlight", "pStyle", "rStyle"))


def _write(run: ET.Element, look: Mapping[str, str]) -> None:
    wanted = [mark for mark in _MARKS if look.get(mark) == "1"]
    if not wanted:
        return
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = ET.Element(f"{W}rPr")
        run.insert(0, properties)
    for mark in wanted:
        found = properties.find(f"{W}{mark}")
        if found is None:
            ET.SubElement(properties, f"{W}{mark}")
        else:
            found.set(f"{W}val", "1")
