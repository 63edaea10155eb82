"""The language of a text, for every language that the lists know."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text.language import UNKNOWN, _by_script, certain_language, is_nearly_ascii, language_of
from monitor.core.text.word_lists import scripts, small_words
from tests.sampling import examples

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
    "bg": "Ние не продаваме данните и вие може да поискате да бъдат изтрити. За поръчките пазим данни за срока, който "
    "изисква законът, и не ги "
    "предаваме на други, ако това не е нужно, както и при този случай, или от съображения за сигурност.",
    "sk": "Údaje nepredávame a ak sa spýtate, povieme, ktoré údaje sú v našej evidencii. Pri objednávke sa údaje uchovávajú len na čas, "
    "ktorý je nutný, alebo aby sme ich mohli vrátiť, a nie sú odovzdané tak, ako to môže byť pri iných.",
    "hr": "Podatke ne prodajemo i možete zatražiti da se izbrišu. Za narudžbe čuvamo podatke koje zahtijeva zakon, a mi ih ne dajemo "
    "drugima ako to nije nužno, kada su vaše narudžbe gotove ili kako smo rekli u ovom tekstu.",
    "sl": "Podatkov ne prodajamo in lahko zahtevate, da se izbrišejo. Pri naročilih hranimo podatke, ki jih zahteva "
    "zakon, ter jih ne dajemo "
    "drugim, če to ni nujno, kot tudi takrat, ko so vaše pravice že potekle ali smo vas o tem obvestili.",
    "et": "Me ei müü andmeid ning te võite paluda, et need kustutataks. Kui see on vajalik, hoiame oma raamatupidamises seda, mida seadus "
    "nõuab, või kuni tellimus on täidetud, ja teie andmeid ei anta ka neile, kes on meie partnerid.",
    "lv": "Mēs nepārdodam datus, un jūs varat lūgt, lai tie tiek dzēsti. Par pasūtījumu mēs glabājam datus, ko prasa likums, vai līdz "
    "brīdim, kas ir vajadzīgs, un tie nav pieejami citiem, kā arī pēc tam no mūsu puses ar jūsu ziņu.",
    "lt": "Mes neparduodame duomenų, ir jūs galite prašyti, kad jie būtų ištrinti. Kai gauname užsakymą, saugome duomenis, kurie yra "
    "reikalingi, arba tik tiek, kaip reikalauja įstatymas, jei mūsų pareiga yra apie tai pranešti, ir su jūsų žinia.",
    "ca": "Nosaltres no venem les dades i vostè pot demanar que s'esborrin. Amb les comandes, les seves dades es guarden per una obligació "
    "de la llei, o quan vostè ens ho demana, com en aquest text, i tenim més cura dels comptes amb la nostra clau.",
    "sw": "Sisi hatuuzi taarifa zako na unaweza kuomba zifutwe. Taarifa za oda yako hutunzwa kwa muda wa sheria au kama huduma yetu "
    "inavyohitaji, na pia hii ni kwa ajili ya usalama katika mfumo wa hesabu kutoka kwa wateja, ili kuwa na kumbukumbu.",
    "af": "Ons verkoop nie jou inligting nie en jy kan vra dat dit uitgevee word. Vir bestellings sal ons hierdie "
    "inligting hou wat die wet "
    "vereis, of om te sien of dit met ons rekeninge klop, en dit word deur ons ook aan niemand gegee nie.",
    "is": "Við seljum ekki gögnin og þú getur óskað eftir því að þeim verði eytt. Ef pöntun er gerð eru gögn geymd með "
    "því sem lög um bókhald "
    "krefjast, eða til þess að það sé hægt að senda vöruna, og okkar starfsfólk er bundið trúnaði fyrir þig.",
    "tl": "Hindi namin ibinebenta ang iyong datos at maaari mong hilingin na burahin ito. Para sa mga order, ang mga "
    "tala ay itinatago namin "
    "nang ayon sa batas, upang ito ay masuri kung kailangan, at hindi ito ibibigay sa iba o kung sino man.",
    "sq": "Ne nuk i shesim të dhënat tuaja dhe ju mund të kërkoni që ato të fshihen. Për porositë, këtë e ruajmë për "
    "kohën që kërkon ligji, "
    "ose nëse është e nevojshme, dhe të dhënat nuk janë të hapura për të tjerët nga ana tonë me të njëjtën mënyrë si kjo.",
    "lo": "ພວກເຮົາບໍ່ຂາຍຂໍ້ມູນສ່ວນຕົວຂອງທ່ານ ແລະ ທ່ານສາມາດຂໍໃຫ້ພວກເຮົາລຶບຂໍ້ມູນໄດ້ທຸກເວລາ",
    "my": "ကျွန်ုပ်တို့သည် သင့်ကိုယ်ရေးအချက်အလက်များကို မရောင်းချပါ။ သင်သည် အချိန်မရွေး ဖျက်ရန် တောင်းဆိုနိုင်ပါသည်။",
    "km": "យើងមិនលក់ទិន្នន័យផ្ទាល់ខ្លួនរបស់អ្នកទេ ហើយអ្នកអាចស្នើសុំលុបវាបានគ្រប់ពេល។",
    "bn": "আমরা আপনার ব্যক্তিগত তথ্য বিক্রি করি না এবং আপনি যেকোনো সময় তা মুছে ফেলতে বলতে পারেন।",
    "pa": "ਅਸੀਂ ਤੁਹਾਡਾ ਨਿੱਜੀ ਡਾਟਾ ਨਹੀਂ ਵੇਚਦੇ ਅਤੇ ਤੁਸੀਂ ਕਿਸੇ ਵੀ ਸਮੇਂ ਇਸਨੂੰ ਮਿਟਾਉਣ ਲਈ ਕਹਿ ਸਕਦੇ ਹੋ।",
    "gu": "અમે તમારો વ્યક્તિગત ડેટા વેચતા નથી અને તમે ગમે ત્યારે તેને કાઢી નાખવા માટે કહી શકો છો.",
    "ta": "நாங்கள் உங்கள் தனிப்பட்ட தரவை விற்க மாட்டோம், அதை எப்போது வேண்டுமானாலும் நீக்கக் கோரலாம்.",
    "te": "మేము మీ వ్యక్తిగత డేటాను అమ్మము మరియు మీరు ఎప్పుడైనా దానిని తొలగించమని కోరవచ్చు.",
    "kn": "ನಾವು ನಿಮ್ಮ ವೈಯಕ್ತಿಕ ಡೇಟಾವನ್ನು ಮಾರುವುದಿಲ್ಲ ಮತ್ತು ನೀವು ಯಾವಾಗ ಬೇಕಾದರೂ ಅಳಿಸಲು ಕೇಳಬಹುದು.",
    "ml": "ഞങ്ങൾ നിങ്ങളുടെ സ്വകാര്യ ഡാറ്റ വിൽക്കുന്നില്ല, എപ്പോൾ വേണമെങ്കിലും അത് മായ്ക്കാൻ ആവശ്യപ്പെടാം.",
    "si": "අපි ඔබගේ පුද්ගලික දත්ත විකුණන්නේ නැත, ඔබට ඕනෑම වේලාවක ඒවා මකන ලෙස ඉල්ලිය හැක.",
    "ka": "ჩვენ არ ვყიდით თქვენს პირად მონაცემებს და ნებისმიერ დროს შეგიძლიათ მოითხოვოთ მათი წაშლა.",
    "hy": "Մենք չենք վաճառում ձեր անձնական տվյալները, և դուք ցանկացած պահի կարող եք խնդրել ջնջել դրանք։",
    "am": "የግል መረጃዎን አንሸጥም እና በማንኛውም ጊዜ እንዲሰረዝ መጠየቅ ይችላሉ።",
}
FAMILIES = {
    "fa": "ما اطلاعات شخصی شما را نمی‌فروشیم و شما می‌توانید هر زمان حذف آن را بخواهید.",
    "ur": "ہم آپ کا ذاتی ڈیٹا فروخت نہیں کرتے اور آپ کسی بھی وقت اسے حذف کرنے کا کہہ سکتے ہیں۔",
    "mr": "आम्ही तुमचा वैयक्तिक डेटा विकत नाही आणि तुम्ही कोणत्याही वेळी तो काढून टाकण्यास सांगू शकता, वेळोवेळी मिळवलेला डेटाही.",
    "be": "Мы не прадаём вашыя асабістыя звесткі, і вы можаце ў любы час папрасіць іх выдаліць.",
    "sr": "Ми не продајемо ваше податке, а њихово брисање можете тражити у сваком тренутку, што ћемо и учинити.",
    "kk": "Біз сіздің жеке деректеріңізді сатпаймыз, кез келген уақытта оларды жоюды сұрай аласыз.",
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


@pytest.mark.parametrize("code", FAMILIES)
def test_languages_of_one_script_are_told_apart_by_their_own_letters(code: str) -> None:
    assert language_of(FAMILIES[code], "en") == code


def test_running_text_in_no_listed_language_is_unknown_whatever_the_page_declares() -> None:
    text = "Asithengisi ngolwazi lwakho lomuntu siqu, futhi ungasicela sikususe noma nini. " * 8  # Zulu
    assert language_of(text, "en") == language_of(text) == UNKNOWN


def test_a_list_of_companies_in_a_page_that_declares_english_is_english() -> None:
    assert language_of("Acme Lamps Ltd.\n\nHeron Logistics GmbH\n\nMoor Analytics, Inc.\n\n" * 20, "en") == "en"


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


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=8)))
def test_any_text_has_a_known_language_or_none(text: str, declared: str | None) -> None:
    known = {*TEXTS, *FAMILIES, "mk", UNKNOWN, (declared or "").strip().lower()[:2], None}
    assert language_of(text, declared) in known
    assert certain_language(text) in {*TEXTS, *FAMILIES, None}


@pytest.mark.parametrize("pattern", [script.pattern for _, script in scripts()])
def test_no_letter_of_a_script_is_ascii(pattern: str) -> None:
    assert not re.search(pattern, "".join(map(chr, range(128))))


@given(st.text(st.sampled_from("abc “”’–éßあ漢한 .1\n"), max_size=80))
def test_a_text_thatis_nearly_ascii_is_in_no_script(text: str) -> None:
    letters = sum(map(str.isalpha, text)) or 1
    if is_nearly_ascii(text):
        assert all(len(script.findall(text)) <= (0.1 if code == "ja" else 0.3) * letters for code, script in scripts())
        assert _by_script(text) is None


@pytest.mark.parametrize("text", ["We do not sell data.", "We never share data.", "Data is deleted.", "Data is kept."])
def test_a_few_english_words_are_in_no_other_language(text: str) -> None:
    assert language_of(text) in (None, "en")


@pytest.mark.parametrize(
    "text", ["# Terms\n\nWe charge fees in euros.", "# Terms\n\nWe bill subscription fees in advance each month.", "Data is deleted."]
)
def test_a_small_word_that_two_languages_share_names_neither(text: str) -> None:
    assert language_of(text) in (None, "en")
