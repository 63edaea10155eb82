"""Word documents, made with python-docx: what a reader sees of them is read, and nothing else."""

from __future__ import annotations

import io
import sys
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from monitor.core.extract import read_snapshot, word
from monitor.core.extract.word import MammothMissing, WordError, read_word
from monitor.model import Document
from tests.sampling import sampled

W = nsdecls("w")


def saved(document) -> bytes:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def policy():  # type: ignore[no-untyped-def]
    document = docx.Document()
    document.add_heading("Privacy Policy of Heron Lamps", 0)
    document.add_heading("1. Sharing", 1)
    document.add_paragraph("We never sell your data to anybody.")
    document.add_paragraph("Your name", style="List Bullet")
    document.add_paragraph("Your address", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("Purpose", "Kept", "Orders", "7 years"), strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "Heron Lamps – confidential"
    document.sections[0].footer.paragraphs[0].text = "Page 1 of 9"
    return document


def text_of(body: bytes) -> str:
    document = read_snapshot(body, media_type="application/octet-stream").document
    assert isinstance(document, Document)
    return document.text


def with_runs(*xml: str) -> bytes:
    document = policy()
    paragraph = document.add_paragraph("Start ")
    for run in xml:
        paragraph._p.append(parse_xml(run.replace(">", f" {W}>", 1)))
    return saved(document)


def test_headings_lists_and_tables_are_read_without_running_heads() -> None:
    text = text_of(saved(policy()))
    assert text.startswith(
        "# Privacy Policy of Heron Lamps\n\n# 1. Sharing\n\nWe never sell your data to anybody.\n\n- Your name\n- Your address"
    )
    assert "| Orders | 7 years |" in text
    assert "confidential" not in text
    assert "Page 1" not in text


def test_the_document_is_named_and_its_kind_told() -> None:
    reading = read_snapshot(saved(policy()), media_type="application/msword")
    assert reading.document is not None
    assert reading.document.title == "Privacy Policy of Heron Lamps"
    assert reading.facts.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize("mark", sampled(["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="true"/>'], 2))
def test_struck_text_stays_marked_as_struck(mark: str) -> None:
    assert "<s>never sold</s>" in read_word(with_runs(f"<w:r><w:rPr>{mark}</w:rPr><w:t>never sold</w:t></w:r>"))


def test_hidden_text_is_left_out_unless_it_is_switched_on_again() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r>'
    assert "Start seen" in text_of(with_runs(hidden, shown))
    assert "unseen" not in text_of(with_runs(hidden, shown))


def test_tracked_changes_are_read_as_accepted() -> None:
    text = text_of(
        with_runs(
            '<w:ins w:id="1" w:author="a"><w:r><w:t>inserted </w:t></w:r></w:ins>',
            '<w:del w:id="2" w:author="a"><w:r><w:delText>deleted </w:delText></w:r></w:del>',
            '<w:moveFrom w:id="3" w:author="a"><w:r><w:t>from </w:t></w:r></w:moveFrom>',
            '<w:moveTo w:id="4" w:author="a"><w:r><w:t>moved here</w:t></w:r></w:moveTo>',
        )
    )
    assert text.endswith("Start inserted moved here\n") or text.endswith("Start inserted moved here")


def test_fields_and_controls_show_their_text() -> None:
    text = text_of(
        with_runs(
            '<w:fldSimple w:instr="DATE"><w:r><w:t>1 May </w:t></w:r></w:fldSimple>',
            "<w:sdt><w:sdtContent><w:r><w:t>2024</w:t></w:r></w:sdtContent></w:sdt>",
        )
    )
    assert "Start 1 May 2024" in text


@pytest.mark.parametrize("fallback", ["", "<mc:Fallback><w:r><w:t>boxed</w:t></w:r></mc:Fallback>"])
def test_of_alternative_contents_one_is_read(fallback: str) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = f'<mc:AlternateContent {mc}><mc:Choice Requires="wps"><w:r><w:t>boxed</w:t></w:r></mc:Choice>{fallback}</mc:AlternateContent>'
    assert text_of(with_runs(choice)).count("boxed") == 1


def test_without_mammoth_the_refusal_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    with pytest.raises(MammothMissing):
        read_word(saved(policy()))
    reading = read_snapshot(saved(policy()), media_type=None)
    assert reading.error == ("not-text", "The response is a Word document; install policy-monitor[docx] to read it.")


def rewritten(body: bytes, name: str, xml: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part in given.namelist():
            package.writestr(part, xml if part == name else given.read(part))
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (saved(policy())[:-300], "can't be read"),
        (rewritten(saved(policy()), "word/document.xml", b"<w:document"), "can't be read"),
        (rewritten(saved(policy()), "word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "document type declaration"),
    ],
)
def test_broken_documents_are_an_error_in_one_sentence(body: bytes, says: str) -> None:
    with pytest.raises(WordError, match=says):
        read_word(body)
    reading = read_snapshot(body, media_type=None)
    assert reading.error is not None
    assert reading.error[0] == "word"
    assert reading.error[1].endswith(".")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = rewritten(saved(policy()), "word/document.xml", b"<a>" + b" " * (word.MOST_XML + 1) + b"</a>")
    assert len(bomb) < 200_000
    with pytest.raises(WordError, match="more than 16 MB of text"):
        read_word(bomb)
