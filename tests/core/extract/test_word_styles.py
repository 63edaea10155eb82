"""What the styles of a Word document hide, strike and colour."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from docx.oxml import parse_xml

from monitor.core.extract.word_styles import looks_of, mark_runs
from tests.core.extract.test_word import W, policy, saved, text_of, with_runs
from tests.sampling import sampled

NAMESPACE = W.partition("=")[2].strip('"')

SHOWN, NAMED, WHITE = '<w:vanish w:val="0"/>', '<w:rStyle w:val="Own"/>', '<w:color w:val="FFFFFF"/>'


def styled(kind: str, properties: str, body: str, based: str = "") -> str:
    """The text of a document with a style "Own" that says something, below it a style "Child" that rests on it."""
    document = policy()
    for name, says, on in (("Own", properties, based), ("Child", "", "Own")):
        rests = f'<w:basedOn w:val="{on}"/>' if on else ""
        document.styles.element.append(
            parse_xml(f'<w:style {W} w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{rests}<w:rPr>{says}</w:rPr></w:style>')
        )
    document.element.body.insert(len(document.element.body) - 1, parse_xml(body.replace("<w:p>", f"<w:p {W}>", 1)))
    return text_of(saved(document))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("style", ["Own", "Child"])
@pytest.mark.parametrize("mark", sampled(["<w:vanish/>", "<w:strike/>", "<w:dstrike/>"], 3))
def test_what_a_style_hides_or_strikes_is_not_in_force(style: str, mark: str) -> None:
    named = f'<w:rStyle w:val="{style}"/>'
    assert "unseen" not in styled("character", mark, f"<w:p>{run('seen')}{run('unseen', named)}</w:p>")


@pytest.mark.parametrize("mark", ["<w:vanish/>", "<w:strike/>"])
def test_the_style_of_a_paragraph_counts_for_its_runs(mark: str) -> None:
    body = f'<w:p><w:pPr><w:pStyle w:val="Child"/></w:pPr>{run("unseen")}</w:p>'
    assert "unseen" not in styled("paragraph", mark, body)


def test_a_run_may_switch_off_what_its_style_says() -> None:
    body = f'<w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr>{run("seen", SHOWN)}</w:p>'
    assert "seen" in styled("paragraph", "<w:vanish/>", body)


def test_styles_that_rest_on_each_other_end() -> None:
    assert "seen" in styled("character", "", f"<w:p>{run('seen', NAMED)}</w:p>", based="Child")


def test_white_on_bare_paper_is_not_read() -> None:
    white = '<w:color w:val="ffffff"/>'
    assert "unseen" not in text_of(with_runs(run("unseen", white)))
    assert "seen" in text_of(with_runs(run("seen", '<w:color w:val="FEFEFE"/>')))
    assert "seen" in text_of(with_runs(run("seen", f'{white}<w:shd w:val="clear" w:fill="000000"/>')))
    assert "seen" in text_of(with_runs(run("seen", f'{white}<w:highlight w:val="black"/>')))


def test_white_in_a_table_is_read() -> None:
    document = policy()
    cell = document.tables[0].cell(0, 0)
    cell.paragraphs[0]._p.append(parse_xml(run("White head", '<w:color w:val="FFFFFF"/>').replace("<w:r>", f"<w:r {W}>", 1)))
    assert "White head" in text_of(saved(document))


def test_a_dark_page_shows_white_letters() -> None:
    root = ET.fromstring(f'<w:document {W}><w:background w:color="000000"/><w:p>{run("seen", WHITE)}</w:p></w:document>')
    mark_runs(root, {})
    assert root.find(f".//{{{NAMESPACE}}}vanish") is None


def test_the_looks_of_styles_include_what_they_rest_on() -> None:
    styles = f"""<w:styles {W}>
      <w:style w:styleId="A"><w:rPr><w:vanish/><w:color w:val="ff0000"/></w:rPr></w:style>
      <w:style w:styleId="B"><w:basedOn w:val="A"/><w:rPr><w:vanish w:val="false"/></w:rPr></w:style>
    </w:styles>"""
    assert looks_of(styles.encode()) == {"A": {"vanish": "1", "color": "FF0000"}, "B": {"vanish": "0", "color": "FF0000"}}
