"""Links to pictures and archives on the pages of a policy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.model import EvidenceForm, KeptEvidence
from monitor.render.evidence import evidence_name, shown_evidence
from monitor.render.site import render_policy

from . import sample
from .reading import rows_of

PAIR = "larkspur/20140611042315--20161229042315.html"
PICTURE = KeptEvidence(
    "https://x.example/", "0" * 64, sample.at("2016-12-29"), EvidenceForm.SCREENSHOT, sample.at("2016-12-29"), "a" * 64, 9,
    "larkspur/evidence/2016/20161229042315-aaaaaaaaaaaaaaaa.png", "Chromium <131>", cut=1_200, left_out=1,
)  # fmt: skip
WEB = replace(PICTURE, form=EvidenceForm.WACZ, cut=0, path=PICTURE.path.replace("png", "wacz"), signed_by="f" * 64)


def place_of_pair() -> int:
    dates = [entry.version.captured_at for entry in sample.larkspur().entries]
    return next(place for place, at in enumerate(dates) if f"{at:%Y%m%d}" == "20161229")


def test_the_change_and_the_list_of_versions_link_to_it(tmp_path: Path) -> None:
    one = replace(sample.larkspur(), evidence={place_of_pair(): (PICTURE, WEB)})
    render_policy(one, tmp_path, now=sample.NOW)
    for page in (PAIR, "larkspur/index.html"):
        text = (tmp_path / page).read_text()
        assert f'<a href="{evidence_name(PICTURE)}">Screenshot</a>' in text
        assert f'<a href="{evidence_name(WEB)}">Web archive (WACZ, signed)</a>' in text
        assert "Chromium &lt;131&gt;; without the last 1,200 pixels; without 1 request of the page" in text


def test_without_any_pages_are_as_before(tmp_path: Path) -> None:
    render_policy(sample.larkspur(), tmp_path, now=sample.NOW)
    assert "Evidence" not in (tmp_path / PAIR).read_text()


def test_a_page_is_made_again_when_evidence_comes_later(tmp_path: Path) -> None:
    one = sample.larkspur()
    render_policy(one, tmp_path, now=sample.NOW)
    written = render_policy(replace(one, evidence={place_of_pair(): (PICTURE,)}), tmp_path, now=sample.NOW)
    assert {path.name for path in written} >= {Path(PAIR).name, "index.html"}
    assert render_policy(replace(one, evidence={place_of_pair(): (PICTURE,)}), tmp_path, now=sample.NOW) == []


@pytest.mark.parametrize(("signed", "words"), [(None, "Web archive (WACZ)"), ("f" * 64, "Web archive (WACZ, signed)")])
def test_what_it_is_called(signed: str | None, words: str) -> None:
    one = replace(sample.larkspur(), evidence={1: (replace(WEB, signed_by=signed),), 99: (WEB,)})
    (found,) = shown_evidence(one, rows_of(one)).values()
    assert found[0].words == words
    assert "x.example" not in found[0].about


def test_a_document_of_several_pages_says_which(tmp_path: Path) -> None:
    one = sample.larkspur()
    several = replace(one, policy=replace(one.policy, urls=("https://a.example/", "https://x.example/")), evidence={1: (PICTURE,)})
    (found,) = shown_evidence(several, rows_of(several)).values()
    assert "https://x.example/" in found[0].about
