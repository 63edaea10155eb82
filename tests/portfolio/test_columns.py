"""Tables as people keep them: headings in their words, any separator, hostile cells."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.portfolio.columns import read_csv, read_spreadsheet
from monitor.portfolio.reading import read_list

URL = "https://larkspur.example/privacy"


@pytest.mark.parametrize(
    "text",
    [
        f'name,url,tags,document\nLarkspur,{URL},"crm, eu",Privacy Notice\n',
        f"Vendor;Website;Labels;Type\r\nLarkspur;{URL};crm|eu;Privacy Notice\r\n",
        f"Company\tLink\tCategory\tDocument type\nLarkspur\t{URL}\tcrm;eu\tPrivacy Notice\n",
        f"document|tags|vendor|policy_url\nPrivacy Notice|crm,eu|Larkspur|{URL}\n",
        f"Firma;Adresse;Schlagworte;Dokument\nLarkspur;{URL};crm, eu;Privacy Notice\n",
        f"Larkspur;{URL};Privacy Notice;crm, eu\n",
        f'\n\n NAME : , URL *,Tags,Document\n"Larkspur"," {URL} ","crm\neu",Privacy Notice\n'.replace("crm\neu", "crm,eu"),
    ],
)
def test_columns_are_found(text: str) -> None:
    found = read_csv(text)
    assert found.left_out == []
    (one,) = found.documents
    assert (one.name, one.urls, one.tags, one.document) == ("Larkspur", (URL,), ("crm", "eu"), "Privacy Notice")


def test_rows_without_an_address_are_left_out_with_their_number() -> None:
    found = read_csv(f"name,url\nA,{URL}\nB,\nC,javascript:alert(1)\n,,\nD,=1+1\n")
    assert [(one.where, one.what) for one in found.left_out] == [("row 3", "B"), ("row 4", "javascript:alert(1)"), ("row 6", "=1+1")]


def test_several_pages_in_a_cell_are_one_document() -> None:
    (one,) = read_csv(f"id,name,url,history\nlark,Larkspur,{URL} https://larkspur.example/more nonsense,wayback\n").documents
    assert one.urls == (URL, "https://larkspur.example/more")
    assert (one.id, one.history) == ("lark", "wayback")


def test_a_history_of_this_machine_is_not_taken_from_a_list() -> None:
    (one,) = read_csv(f"url,history\n{URL},dir:/etc\n").documents
    assert one.history == ""


def test_a_megabyte_in_a_cell() -> None:
    found = read_csv(f'name,url\n"{"x" * 1_000_000}",{URL}\nB,{"y" * 1_000_000}\n')
    assert len(found.documents[0].name) == 120
    assert found.left_out[0].why == "a cell of 1,000,000 characters is not an address"


def test_a_table_without_addresses_says_so() -> None:
    with pytest.raises(UsageError, match="no column of web addresses"):
        read_csv("name,note\nA,b\n")


def test_what_excel_puts_first(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xef\xbb\xbfsep=;\r\nname;url\r\nM\xc3\xbcller;" + URL.encode() + b"\r\n")
    assert read_list(path).documents[0].name == "Müller"
    path.write_bytes("name;url\nMüller;https://larkspur.example/p\n".encode("cp1252"))
    assert read_list(path).documents[0].name == "Müller"
    path.write_bytes("name,url\nMüller,https://larkspur.example/p\n".encode("utf-16"))
    assert read_list(path).documents[0].name == "Müller"


def book(path: Path, *rows: list[object], more: dict[str, list[list[object]]] | None = None) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for title, cells in (more or {}).items():
        sheet = made.create_sheet(title)
        for row in cells:
            sheet.append(row)
    made.save(path)
    return path


def test_a_spreadsheet(tmp_path: Path) -> None:
    path = book(
        tmp_path / "vendors.xlsx",
        ["Vendor", "URL", "Tags"],
        ["Larkspur", URL, "crm"],
        ["Kites", '=HYPERLINK("https://kites.example")', ""],
        [None, None, None],
        ["=1+1", "https://acorn.example/p", 7],
    )
    found = read_list(path)
    assert [(one.name, one.urls[0], one.tags) for one in found.documents] == [
        ("Larkspur", URL, ("crm",)),
        ("", "https://acorn.example/p", ("7",)),
    ]
    assert [one.why for one in found.left_out] == ["a formula instead of an address"]


def test_the_sheet_with_the_addresses_is_read(tmp_path: Path) -> None:
    path = book(tmp_path / "v.xlsx", more={"Vendors": [["Name", "URL"], ["Larkspur", URL]]})
    assert [one.name for one in read_list(path).documents] == ["Larkspur"]


def test_a_workbook_that_is_damaged_or_expands_entities(tmp_path: Path) -> None:
    path = book(tmp_path / "v.xlsx", ["Name", "URL"], ["Larkspur", URL])
    hostile = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(hostile, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + data.partition(b"?>")[2]
            new.writestr(name, data)
    with pytest.raises(UsageError, match=r"can.t be read as a spreadsheet|no sheet"):
        read_spreadsheet(hostile)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UsageError, match="damaged"):
        read_spreadsheet(path)


def test_a_heading_that_nobody_knows_above_a_column_of_addresses() -> None:
    """The other headings still say what the other columns are."""
    listing = read_csv("Vendor,Privacy page,Tags\n,,\nLarkspur,https://larkspur.example/privacy,crm\nKites,https://kites.example/p,eu\n")
    assert [(one.name, one.urls, one.tags) for one in listing.documents] == [
        ("Larkspur", ("https://larkspur.example/privacy",), ("crm",)),
        ("Kites", ("https://kites.example/p",), ("eu",)),
    ]


def test_a_table_without_an_address_in_its_first_rows() -> None:
    with pytest.raises(UsageError, match="no column of web addresses"):
        read_csv("Vendor,Remark\n" + "Larkspur,soon\n" * 30 + "Kites,https://kites.example/p\n")


TITLED = [
    "Vendors of 2026",
    "Made by Kim Ode; for Legal, and Audit",
    "Vendor;Privacy page;Tags",
    f"Larkspur, Inc.;{URL};crm",
    "Kites;https://kites.example/p;",
]


def test_a_title_above_the_headings(tmp_path: Path) -> None:
    """What a spreadsheet of a purchasing department begins with is not a heading, and none of the policies."""
    for rows in (TITLED, [TITLED[0], "", *TITLED[1:]], TITLED[1:], TITLED[2:]):
        listing = read_csv("\n".join(rows) + "\n")
        assert [(one.name, one.urls[0], one.tags) for one in listing.documents] == [
            ("Larkspur, Inc.", URL, ("crm",)),
            ("Kites", "https://kites.example/p", ()),
        ], rows
        assert listing.left_out == []
    path = book(tmp_path / "v.xlsx", *([cell or None for cell in row.split(";")] for row in [TITLED[0], "", *TITLED[2:]]))
    found = read_list(path)
    assert [one.name for one in found.documents] == ["Larkspur, Inc.", "Kites"]
    assert found.documents[0].where == "row 4"


@pytest.mark.parametrize("text", ["url\nhttps://a.example/p;x=1|y,z\n", "https://a.example/p;x=1\n", "Link\nhttps://a.example/p;x|1;2;3\n"])
def test_a_delimiter_within_addresses_is_none(text: str) -> None:
    (one,) = read_csv(text).documents
    assert one.urls[0].startswith("https://a.example/p")


def test_headings_below_the_first_address_are_a_row_like_others() -> None:
    listing = read_csv("Larkspur,https://larkspur.example/p\nname,url\nKites,https://kites.example/p\n")
    assert [one.name for one in listing.documents] == ["Larkspur", "Kites"]
    assert [(one.where, one.why) for one in listing.left_out] == [("row 2", "not a web address")]
