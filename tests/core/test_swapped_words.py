"""A promise turned round by what a reader sees, while the words of the page stay."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare_documents
from monitor.core.extract import read_snapshot
from monitor.model import Changelog, Document

AROUND = (
    "<h1>Privacy Policy</h1><h2>Sharing</h2><p>{}</p><h2>Retention</h2><p>We keep the orders that you place with us for ten years "
    "because tax law asks for it, and delete them afterwards.</p>"
)
PROMISE = "We do NOT sell or rent your personal data to anybody."
BROKEN = "We sell your personal data to advertisers."


def document(sentence: str, css: str = "") -> Document:
    page = f"<!doctype html><html lang=en><head><style>{css}</style></head><body><main>{AROUND.format(sentence)}</main></body></html>"
    found = read_snapshot(page.encode(), media_type="text/html").document
    assert found is not None
    return found


def told(sentence: str, css: str = "") -> Changelog:
    return compare_documents(document(PROMISE), document(sentence, css))


@pytest.mark.parametrize(
    ("not_", "css"),
    [
        ("<b hidden>NOT</b>", ""),
        ("<i style='display:none'>NOT</i>", ""),
        ("<i style='visibility:hidden'>NOT</i>", ""),
        ("<i style='font-size:0'>NOT</i>", ""),
        ("<i style='opacity:0'>NOT</i>", ""),
        ("<i style='color:#fff'>NOT</i>", ""),
        ("<i style='position:absolute;left:-9999px'>NOT</i>", ""),
        ("<i class=q>NOT</i>", ".q{display:none}"),
        ("<i class=q>NOT</i>", "p i{font-size:0}"),
        ("<i class=q>NOT</i>", ".q{clip-path:inset(100%)}"),
        ("<s>NOT</s>", ""),
        ("<del>NOT</del>", ""),
        ("<strike>NOT</strike>", ""),
        ("<i style='text-decoration:line-through'>NOT</i>", ""),
        ("<i class=q>NOT</i>", ".q{text-decoration:red line-through}"),
        ("<i role=deletion>NOT</i>", ""),
        ("<!-- NOT -->", ""),
        ("<template>NOT</template>", ""),
    ],
)
def test_a_denial_that_nobody_sees_is_none(not_: str, css: str) -> None:
    log = told(PROMISE.replace("NOT", not_), css)
    assert log.severity == "critical"
    assert log.changes[0].direction == "weakens"


@pytest.mark.parametrize(
    ("not_", "css"),
    [
        ("<b>NOT</b>", ""),
        ("<b aria-hidden=true>NOT</b>", ""),
        ("<ins>NOT</ins>", ""),
        ("<del>NOT</del>", "del{text-decoration:none}"),
        ("<i class=q>NOT</i>", ".q{display:none} .q{display:inline}"),
        ("<i class=q>NOT</i>", "@media print{.q{display:none}}"),
        ("<i style='color:red'>NOT</i>", ""),
        ("<i class=q></i>", ".q::before{content:'NOT'}"),
        ("<i data-w=NOT></i>", "i::after{content:attr(data-w)}"),
        ("<i class=sr-only>NOT</i>", ""),
    ],
)
def test_a_denial_that_everybody_sees_stands(not_: str, css: str) -> None:
    assert told(PROMISE.replace("NOT", not_), css).changes == ()


@pytest.mark.parametrize(
    ("sentence", "css"),
    [
        (f"<span style='font-size:0'>{PROMISE}</span> {BROKEN}", ""),
        (f"<span class=z style='font-size:0'>{PROMISE}</span>", f".z::before{{font-size:16px;content:'{BROKEN}'}}"),
        (f"<del>{PROMISE}</del> <ins>{BROKEN}</ins>", ""),
        (f"<s>{PROMISE}</s> {BROKEN}", ""),
        (f"<span hidden>{PROMISE}</span><span>{BROKEN}</span>", ""),
        (f"<svg width=900 height=30><text y=20>{BROKEN}</text></svg>", ""),
        (f"<iframe srcdoc='<p>{BROKEN}</p>'></iframe>", ""),
        (f"<span><template shadowrootmode=open><b>{BROKEN}</b></template></span>", ""),
        (f"<textarea readonly>{BROKEN}</textarea>", ""),
        (f"<input readonly value='{BROKEN}'>", ""),
        (f"<button aria-controls=p>More</button></p><div id=p hidden>{BROKEN}</div><p>", ""),
    ],
)
def test_a_promise_in_whose_place_readers_see_another_sentence_is_withdrawn(sentence: str, css: str) -> None:
    log = told(sentence, css)
    assert log.severity == "critical"
    assert log.alert


@pytest.mark.parametrize(
    "beside",
    [
        "<footer><p>@</p></footer>",
        "<aside>@</aside>",
        "<div class=cookie-banner><p>@</p></div>",
        "<p aria-hidden=true>@</p>",
        "<noscript><p>@</p></noscript>",
        "<p><img alt='@' src=x></p>",
        "<details><summary>More</summary><p>@</p></details>",
        "<p><a href='https://wrenfield.example/x'>@</a></p>",
        "<select><option>@</option></select>",
        "<dialog open><p>@</p></dialog>",
    ],
)
def test_a_new_clause_alerts_wherever_it_is_seen(beside: str) -> None:
    log = told(f"{PROMISE}</p>{beside.replace('@', BROKEN)}<p>")
    assert log.alert
    assert any(change.new and BROKEN.rstrip(".") in change.new.text for change in log.changes)


@pytest.mark.parametrize("beside", ["<p hidden>@</p>", "<dialog><p>@</p></dialog>", "<template><p>@</p></template>", "<!-- @ -->"])
def test_a_new_clause_that_nobody_sees_changes_nothing(beside: str) -> None:
    assert told(f"{PROMISE}</p>{beside.replace('@', BROKEN)}<p>").changes == ()
