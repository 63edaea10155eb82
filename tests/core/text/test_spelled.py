"""What two texts must share to have the same words, in any script."""

from __future__ import annotations

import pytest

from monitor.core.text.date_lines import differ_in_dates
from monitor.core.text.numerals import with_plain_numbers
from monitor.core.text.spelled import addresses, spelled, unnumbered


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("当社は、30日間保存します。", "当社は ３０日間保存します"),
        ("当社は三十日間保存します", "当社は30日間保存します"),
        ("نحتفظ بها ٣٠ يومًا.", "نحتفظ بها 30 يومًا"),
        ("हम ३० दिन रखते हैं।", "**हम 30 दिन रखते हैं**"),
        ("- (b) Храним 30 дней", "2. храним «30» дней."),
        ("[Polityka](https://a.example/1) prywatności", "Polityka prywatności"),
        ("می‌فروشیم", "می فروشیم"),
    ],
)
def test_typography_is_not_spelled(old: str, new: str) -> None:
    assert spelled(old) == spelled(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("देंगे", "देगा"),
        ("הוּא", "הִיא"),
        ("1.5 %", "15 %"),
        ("5 €", "5 $"),
        ("-5 °C", "5 °C"),
        ("対象：○", "対象：×"),
        ("1 5 дней", "15 дней"),
        ("18+", "18"),
        ("三十日", "四十日"),
        ("٣٠", "٩٠"),
        ("ไม่ขาย", "ขาย"),
    ],
)
def test_marks_numbers_and_signs_are_spelled(old: str, new: str) -> None:
    assert spelled(old) != spelled(new)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("三百六十五日", "365日"),
        ("千九百九十九", "1999"),
        ("三億五千万", "350000000"),
        ("二三日", "二三日"),
        ("二〇二四年", "2024年"),
        ("๓๐ วัน", "30 วัน"),
    ],
)
def test_numerals(text: str, plain: str) -> None:
    assert with_plain_numbers(text) == plain


@pytest.mark.parametrize(
    ("old", "new"),
    [("第3条（利用目的）", "第４条（利用目的）"), ("Статья 3. Мы храним", "Статья 12. Мы храним"), ("제3조 (목적)", "제4조 (목적)")],
)
def test_the_number_of_an_article_is_not_what_it_says(old: str, new: str) -> None:
    assert spelled(unnumbered(old)) == spelled(unnumbered(new))


def test_a_period_is_no_number_of_an_article() -> None:
    assert spelled(unnumbered("3年間保存します")) != spelled(unnumbered("4年間保存します"))


def test_addresses() -> None:
    assert addresses("Пишите: A@shop.example, b@shop.example") == ("a@shop.example", "b@shop.example")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("最終更新日：2024年3月1日", "最終更新日：2025年10月7日", "ja"),
        ("Дата вступления в силу: 1 марта 2024 г.", "Дата вступления в силу: 7 октября 2025 г.", "ru"),
        ("Ostatnia aktualizacja: 1 marca 2024 r.", "Ostatnia aktualizacja: 7 października 2025 r.", "pl"),
        ("آخر تحديث: ١ مارس ٢٠٢٤", "آخر تحديث: ٧ أكتوبر ٢٠٢٥", "ar"),
        ("시행일: 2024년 3월 1일", "시행일: 2025년 10월 7일", "ko"),
    ],
)
def test_a_line_that_prints_a_date(old: str, new: str, code: str) -> None:
    assert differ_in_dates(old, new, code)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("当社は2025年3月1日から個人情報を販売します。", "当社は2026年3月1日から個人情報を販売します。", "ja"),
        ("保存期間：30日", "保存期間：90日", "ja"),
        ("Мы продаём данные с 1 марта 2025 года третьим лицам.", "Мы продаём данные с 1 марта 2026 года третьим лицам.", "ru"),
    ],
)
def test_a_sentence_with_a_date_is_more_than_that(old: str, new: str, code: str) -> None:
    assert not differ_in_dates(old, new, code)
