"""The language of a text, for every language that the lists know."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text.language import certain_language, language_of
from monitor.core.text.word_lists import scripts, small_words

TEXTS = {
    "en": "We collect the data that you give to us when you use our service, and we will not share it with anybody if you do not agree.",
    "de": "Wir verarbeiten die Daten, die Sie uns geben, und wir geben sie nicht an Dritte weiter, wenn Sie nicht eingewilligt haben. "
    "Ihre Daten werden von uns nach der Kündigung gelöscht.",
    "fr": "Nous ne vendons pas vos données et vous pouvez nous demander de les effacer. Pour les commandes, nous conservons les factures "
    "dans une base qui est protégée par nos équipes.",
    "es": "Nosotros no vendemos sus datos y usted puede pedir que se borren. Los datos que usted nos da para las compras se guardan con "
    "una copia, como exige la ley, y su cuenta se cierra cuando usted lo pide.",
    "it": "Non vendiamo i dati degli utenti e non sono ceduti a terzi. Il titolare conserva i dati per il tempo che è richiesto dalla "
    "legge, e gli utenti che lo chiedono possono essere cancellati dal nostro registro, anche nel caso della chiusura.",
    "pt": "Não vendemos os seus dados e você pode pedir que os apaguemos. Para as compras, os dados são guardados com uma cópia por mais "
    "tempo quando a lei o exige, e você pode ver os dados em nossa página, ou pela conta.",
    "nl": "Wij verkopen uw gegevens niet en u kunt ons vragen om deze te verwijderen. De gegevens die je ons geeft voor een bestelling "
    "worden bij de boekhouding van het bedrijf bewaard, en niet met anderen gedeeld door onze medewerkers.",
    "pl": "Nie sprzedajemy danych i są one przechowywane tylko do celu, dla którego zostały podane przez użytkownika. Każdy może poprosić "
    "o usunięcie danych, które są w naszej bazie, oraz o ich kopię lub od nas uzyskać wgląd.",
    "sv": "Vi säljer inte dina uppgifter och du kan be oss att ta bort det som vi har om dig. För köp är det lagen som gör att vi sparar "
    "uppgifter från våra kunder på en säker plats, eller till slutet av ett år.",
    "da": "Vi sælger ikke dine oplysninger, og du kan bede os om at slette det, som vi har om dig. For køb er det loven, der gør, at vi "
    "gemmer oplysninger fra vores kunder på et sikkert sted, og det bliver ikke delt med andre af os.",
    "no": "Vi selger ikke dine opplysninger, og du kan be oss om å slette det som vi har om deg. For kjøp er det loven som gjør at vi "
    "lagrer opplysninger fra våre kunder på et sikkert sted, og vår side viser deg hva vi har av data, eller å be om det.",
    "fi": "Emme myy tietoja, joita käyttäjä antaa, ja ne ovat vain meidän hallussa. Jos käyttäjä ei enää ole asiakas, voi hän pyytää, "
    "että tietoja poistetaan, sekä myös kun laki on muuttunut tai jos niitä ei tarvita sen mukaan.",
    "cs": "Údaje neprodáváme a při objednávce se ukládají jen na dobu, po kterou je to nutné pro účetnictví. Může se stát, že jsme povinni "
    "je předat, nebo aby je úřady viděly, které na to mají právo, ale není to tak za každou cenu, jako při prodeji.",
    "tr": "Kişisel verilerinizi satmıyoruz ve size ait bir kayıt için her zaman silme talep edebilirsiniz. Bu veriler bizim tarafından "
    "daha sonra kullanılmak için değil, hizmet olarak sunulan siparişler ile veya kanun gibi sebeplerle saklanır.",
    "hu": "Nem adjuk el az adatokat, és az ön kérésére azt töröljük, ha ezt a törvény nem tiltja. A rendelés során megadott adatok csak "
    "egy évig vagy addig kell, hogy meg legyenek, mint amely más jogszabály szerint is lehet.",
    "ro": "Nu vindem datele și dumneavoastră puteți cere ștergerea lor. În cazul unei comenzi, datele sunt păstrate pe o perioadă care "
    "este cerută de lege, sau mai mult, pentru ca acest cont să fie protejat prin măsurile noastre din sistem, cu acordul lui.",
    "ru": "Мы не продаём данные, и вы можете попросить нас удалить их. Для заказов мы храним данные о покупках на срок, который требует "
    "закон, и не передаём их, если это не нужно, а также из соображений безопасности или по запросу.",
    "uk": "Ми не продаємо дані, і ви можете попросити нас видалити їх. Для замовлень ми зберігаємо дані про покупки на строк, якого "
    "вимагає закон, та не передаємо їх, якщо це не потрібно, або що є вимогою до нас.",
    "id": "Kami tidak menjual data anda dan anda dapat meminta kami untuk menghapusnya. Data yang anda berikan kepada kami dalam pesanan "
    "akan disimpan oleh kami dengan aman atau pada server ini, seperti telah diatur dari awal.",
    "vi": "Chúng tôi không bán thông tin của bạn và bạn có thể yêu cầu xóa. Khi đặt hàng, thông tin được lưu trong hệ thống của chúng tôi "
    "để giao hàng cho bạn, với những người được phép, hoặc theo luật này.",
    "ja": "当社はお客様の個人情報を第三者に販売しません。お客様はいつでも削除を求めることができます。",
    "ko": "당사는 이용자의 개인정보를 제3자에게 판매하지 않습니다. 이용자는 언제든지 삭제를 요청할 수 있습니다.",
    "zh": "我们不会向任何第三方出售您的个人信息。您可以随时要求我们删除您的信息。",
    "ar": "نحن لا نبيع بياناتك الشخصية ويمكنك أن تطلب منا حذفها في أي وقت تشاء.",
    "he": "איננו מוכרים את המידע האישי שלך ואתה יכול לבקש מאיתנו למחוק אותו בכל עת.",
    "th": "เราไม่ขายข้อมูลส่วนบุคคลของคุณ และคุณสามารถขอให้เราลบข้อมูลได้ทุกเมื่อ",
    "el": "Δεν πουλάμε τα δεδομένα σας και μπορείτε να μας ζητήσετε να τα διαγράψουμε οποτεδήποτε.",
    "hi": "हम आपका व्यक्तिगत डेटा नहीं बेचते हैं और आप हमसे इसे कभी भी हटाने के लिए कह सकते हैं।",
}


def test_every_language_of_the_lists_has_a_text_here() -> None:
    assert set(TEXTS) == set(small_words()) | {code for code, _ in scripts()}


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_is_known_by_what_it_says(code: str) -> None:
    assert language_of(TEXTS[code]) == code
    assert certain_language(TEXTS[code]) == code


@pytest.mark.parametrize("code", TEXTS)
def test_what_the_text_says_outranks_what_the_page_declares(code: str) -> None:
    assert language_of(TEXTS[code], "en" if code != "en" else "de") == code


@pytest.mark.parametrize(
    ("declared", "code"),
    [("pt-BR", "pt"), ("EN_us", "en"), (" de ", "de"), ("english", None), ("x-klingon", None), ("", None), ("1", None)],
)
def test_a_text_that_tells_nothing_has_the_declared_language(declared: str, code: str | None) -> None:
    assert language_of("Acme 2024", declared) == code


@pytest.mark.parametrize("text", ["", "   ", "123 456", "Home Products Pricing Login", "###", "\ufffd" * 50])
def test_without_words_there_is_no_language(text: str) -> None:
    assert language_of(text) is None
    assert certain_language(text) is None


def test_a_short_text_is_never_certain() -> None:
    assert certain_language("We will not sell your data to any of the others.") is None
    assert language_of("We will not sell your data to any of the others.") == "en"


def test_a_page_half_in_one_language_and_half_in_another_is_not_certain() -> None:
    assert certain_language(f"{TEXTS['de']} {TEXTS['fr']}") is None


def test_menus_at_both_ends_do_not_hide_the_language_of_the_text() -> None:
    menu = "Home Products About us and the team of our company\n" * 60
    assert language_of(menu + TEXTS["de"] * 30 + menu) == "de"


def test_japanese_with_few_kana_is_not_chinese() -> None:
    assert certain_language("個人情報保護方針に基づき、利用目的の範囲内で個人情報を取得し、適切に管理します。") == "ja"


def test_a_few_foreign_names_change_nothing() -> None:
    assert language_of(TEXTS["en"] + " Our partners are 株式会社東京 and ООО Ромашка.") == "en"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=8)))
def test_any_text_has_a_known_language_or_none(text: str, declared: str | None) -> None:
    known = {*TEXTS, (declared or "").strip().lower()[:2], None}
    assert language_of(text, declared) in known
    assert certain_language(text) in {*TEXTS, None}
