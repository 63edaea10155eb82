"""Legacy encodings that nobody declares, or that are declared wrongly."""

from __future__ import annotations

import pytest

from monitor.core.extract.decoding import decoded
from monitor.core.extract.encoding_guess import CANDIDATES, best_encoding
from tests.cpu import cpu

TEXTS = {
    "cp1252": "Wir geben Ihre persönlichen Daten für Werbezwecke nicht weiter – außer an Behörden, die sie fordern müssen.",
    "cp1250": "Mogą Państwo w każdej chwili żądać usunięcia swoich danych, a także wnieść skargę do organu nadzorczego.",
    "cp1251": "Вы можете в любое время потребовать удаления своих данных. Мы ответим в течение одного месяца.",
    "koi8_r": "Вы можете в любое время потребовать удаления своих данных. Мы ответим в течение одного месяца.",
    "cp866": "Вы можете в любое время потребовать удаления своих данных. Мы ответим в течение одного месяца.",
    "cp1253": "Μπορείτε ανά πάσα στιγμή να ζητήσετε τη διαγραφή των δεδομένων σας. Θα απαντήσουμε εντός ενός μηνός.",
    "cp1254": "Kişisel verilerinizi üçüncü kişilere satmıyoruz. Verilerinizin silinmesini istediğiniz zaman talep edebilirsiniz. Bir ay"
    " içinde yanıt veririz; değişiklikleri sayfamızda duyururuz.",
    "cp1255": "איננו מוכרים את המידע האישי שלך לצדדים שלישיים. תוכל לבקש בכל עת למחוק את המידע.",
    "cp1256": "نحن لا نبيع بياناتك الشخصية لأي طرف ثالث. يمكنك في أي وقت طلب حذف بياناتك.",
    "cp874": "เราไม่ขายข้อมูลส่วนบุคคลของท่านให้แก่บุคคลภายนอก ท่านสามารถขอให้ลบข้อมูลของท่านได้ตลอดเวลา",
    "cp932": "当社は、お客様の個人情報を第三者に販売しません。お客様はいつでも個人データの削除を求めることができます。",
    "euc_jp": "当社は、お客様の個人情報を第三者に販売しません。お客様はいつでも個人データの削除を求めることができます。",
    "cp949": "당사는 고객님의 개인정보를 제삼자에게 판매하지 않습니다. 언제든지 개인정보의 삭제를 요청하실 수 있습니다.",
    "gb18030": "我们不会将您的个人信息出售给任何第三方。您可以随时要求删除您的数据。我们将在一个月内答复您。",
    "big5hkscs": "我們不會將您的個人資料出售給任何第三方。您可以隨時要求刪除您的資料。我們將在一個月內答覆您。",
}
PAGE = "<!doctype html><html{}><head><title>Heron Lamps</title><script>var a;</script></head><body><div><p>{}</p></div></body></html>"


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("declared", ["", "; charset=utf-8", "; charset=no-such-encoding"])
def test_a_text_whose_encoding_nobody_names_is_read(name: str, declared: str) -> None:
    for text in (PAGE.format("", TEXTS[name]), TEXTS[name], PAGE.format("", TEXTS[name] * 40)):
        found, note = decoded(text.encode(name), f"text/html{declared}")
        assert found == text
        assert note is not None
        assert note.startswith("The encoding was guessed to be ")


@pytest.mark.parametrize("name", TEXTS)
def test_a_right_declaration_is_believed_without_a_note(name: str) -> None:
    text = PAGE.format("", TEXTS[name])
    assert decoded(text.encode(name), f"text/html; charset={name.replace('_', '-')}") == (text, None)


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - {"cp1252", "cp1254", "cp1250"}))
def test_a_declaration_that_makes_no_text_is_not_believed(name: str) -> None:
    text = PAGE.format("", TEXTS[name])
    for declared in ("iso-8859-1", "windows-1252", "windows-1251", "shift_jis"):
        if {"windows-1251": "cp1251", "shift_jis": "cp932"}.get(declared) != name:
            assert decoded(text.encode(name), f"text/html; charset={declared}")[0] == text, declared


def test_what_the_page_declares_is_believed_over_what_its_header_says_wrongly() -> None:
    text = PAGE.format("", TEXTS["koi8_r"]).replace("<head>", "<head><meta charset=koi8-r>")
    assert decoded(text.encode("koi8_r"), "text/html; charset=iso-8859-1") == (text, None)


@pytest.mark.parametrize(
    "text",
    [
        "Café Zoë", "Für Änderungen gilt unsere Übersicht.", "© 2024 Heron Ltd.", "Price: £5 — “sale”", "Größe: 5 m²", "Kjøp på nett",
        "We don’t sell data.", "À propos", "100 € – fünf", "über für", "smörgåsbord är på väg", "já não é possível à você",
    ],
)  # fmt: skip
@pytest.mark.parametrize("declared", ["", "; charset=utf-8", "; charset=iso-8859-1"])
def test_a_few_accents_are_western(text: str, declared: str) -> None:
    assert decoded(text.encode("cp1252"), f"text/plain{declared}")[0] == text


def test_the_language_decides_between_equals() -> None:
    text = "Mes neparduodame jūsų asmens duomenų trečiosioms šalims. Bet kada galite paprašyti ištrinti savo duomenis."
    assert decoded(PAGE.format(' lang="lt"', text).encode("cp1257"), None)[0] == PAGE.format(' lang="lt"', text)


def test_damaged_places_do_not_hide_the_encoding() -> None:
    body = (TEXTS["cp932"] * 30).encode("cp932")
    body = body[:300] + b"\xff\xff" + body[300:]
    assert best_encoding(body, [], None) == "cp932"


def test_bytes_of_no_encoding_are_read_as_western() -> None:
    assert best_encoding(b"", [], None) == "cp1252"
    assert best_encoding(b"", ["koi8-r"], None) in {"koi8_r", "cp1252"}
    assert best_encoding(bytes(range(128, 256)) * 20, [], None) in {*CANDIDATES, "mac_roman", "mac_cyrillic"}


def test_the_guess_takes_no_longer_for_a_long_text() -> None:
    def cost(times: int) -> float:
        body = PAGE.format("", TEXTS["cp1251"] * times).encode("cp1251")
        return min(cpu(lambda: best_encoding(body, [], None)) for _ in range(2))

    assert cost(20_000) < 3 * cost(5_000)
