"""A short policy of an invented maker of lamps in languages that are not judged: what it says, and three ways to change it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foreign:
    """One language's policy."""

    title: str
    about: str
    denial: str
    """That personal data is not sold."""
    affirmed: str
    """The same without its denial."""
    period: str
    """For how long something is kept."""
    longer: str
    """The same with another number."""
    promise: str
    end: str

    @property
    def text(self) -> str:
        """The policy in Markdown."""
        return f"# {self.title}\n\n{self.about}\n\n{self.denial}\n\n{self.period}\n\n{self.promise}\n\n{self.end}\n"


POLICIES = {
    "ja": Foreign(
        "プライバシーポリシー", "青鷺灯具は読書灯を作り、自社の店舗で販売しています。", "当社は、お客様の個人情報を第三者に販売しません。",
        "当社は、お客様の個人情報を第三者に販売します。", "ご注文の記録は7年間保存します。", "ご注文の記録は70年間保存します。",
        "お客様はいつでも記録の削除を求めることができます。", "お問い合わせは郵便でお願いします。",
    ),
    "zh": Foreign(
        "隐私政策", "苍鹭灯具公司制造阅读灯，并在网上商店出售。", "我们不会向任何第三方出售您的个人信息。",
        "我们会向任何第三方出售您的个人信息。",
        "订单记录保存30天。", "订单记录保存90天。", "您可以随时要求我们删除您的记录。", "如有疑问，请来信。",
    ),
    "ko": Foreign(
        "개인정보 처리방침", "왜가리 램프는 독서등을 만들어 온라인 상점에서 판매합니다.",
        "당사는 이용자의 개인정보를 제3자에게 판매하지 않습니다.",
        "당사는 이용자의 개인정보를 제3자에게 판매합니다.", "주문 기록은 30일간 보관합니다.", "주문 기록은 90일간 보관합니다.",
        "이용자는 언제든지 기록의 삭제를 요청할 수 있습니다.", "문의는 우편으로 보내 주십시오.",
    ),
    "ar": Foreign(
        "سياسة الخصوصية", "تصنع شركة البلشون مصابيح القراءة وتبيعها في متجرها.", "نحن لا نبيع بياناتك الشخصية لأي طرف ثالث.",
        "نحن نبيع بياناتك الشخصية لأي طرف ثالث.", "نحتفظ بسجل الطلبات لمدة ٣٠ يومًا.", "نحتفظ بسجل الطلبات لمدة ٩٠ يومًا.",
        "يمكنك أن تطلب حذف بياناتك في أي وقت.", "راسلنا إذا كان لديك سؤال.",
    ),
    "ru": Foreign(
        "Политика конфиденциальности", "Фабрика «Цапля» делает лампы для чтения и продаёт их в своём магазине.",
        "Мы не продаём ваши персональные данные третьим лицам.", "Мы продаём ваши персональные данные третьим лицам.",
        "Записи о заказах хранятся 30 дней.", "Записи о заказах хранятся 90 дней.", "Вы можете в любое время потребовать удаления данных.",
        "Пишите нам, если у вас есть вопросы.",
    ),
    "uk": Foreign(
        "Політика конфіденційності", "Фабрика «Чапля» виробляє лампи для читання і продає їх у своїй крамниці.",
        "Ми не продаємо ваші персональні дані третім особам.", "Ми продаємо ваші персональні дані третім особам.",
        "Записи про замовлення зберігаються 30 днів.", "Записи про замовлення зберігаються 90 днів.",
        "Ви можете будь-коли вимагати видалення даних.", "Пишіть нам, якщо маєте запитання.",
    ),
    "pl": Foreign(
        "Polityka prywatności", "Czapla Lampy produkuje lampki do czytania i sprzedaje je we własnym sklepie.",
        "Nie sprzedajemy Twoich danych osobowych osobom trzecim.", "Sprzedajemy Twoje dane osobowe osobom trzecim.",
        "Zapisy zamówień przechowujemy przez 30 dni.", "Zapisy zamówień przechowujemy przez 90 dni.",
        "W każdej chwili możesz zażądać usunięcia danych.", "Napisz do nas, jeśli masz pytania.",
    ),
    "cs": Foreign(
        "Zásady ochrany soukromí", "Volavka Svítidla vyrábí lampičky na čtení a prodává je ve svém obchodě.",
        "Vaše osobní údaje neprodáváme třetím stranám.", "Vaše osobní údaje prodáváme třetím stranám.",
        "Záznamy o objednávkách uchováváme po dobu 30 dnů.", "Záznamy o objednávkách uchováváme po dobu 90 dnů.",
        "Můžete kdykoli požádat o výmaz svých údajů.", "Napište nám, pokud máte otázky, které zde nejsou.",
    ),
    "he": Foreign(
        "מדיניות פרטיות", "מפעל האנפה מייצר מנורות קריאה ומוכר אותן בחנות שלו.", "איננו מוכרים את המידע האישי שלך לאף צד שלישי.",
        "אנו מוכרים את המידע האישי שלך לכל צד שלישי.", "רישומי ההזמנות נשמרים 30 ימים.", "רישומי ההזמנות נשמרים 90 ימים.",
        "אתה יכול לבקש בכל עת למחוק את המידע.", "כתבו לנו בכל שאלה.",
    ),
    "hi": Foreign(
        "गोपनीयता नीति", "बगुला लैंप पढ़ने के लैंप बनाता है और उन्हें अपनी दुकान में बेचता है।",
        "हम आपका व्यक्तिगत डेटा किसी तीसरे पक्ष को नहीं बेचते हैं।",
        "हम आपका व्यक्तिगत डेटा किसी तीसरे पक्ष को बेचते हैं।", "ऑर्डर के अभिलेख ३० दिन रखे जाते हैं।",
        "ऑर्डर के अभिलेख ९० दिन रखे जाते हैं।",
        "आप कभी भी अपना डेटा हटाने के लिए कह सकते हैं।", "कोई प्रश्न हो तो हमें लिखें।",
    ),
    "tr": Foreign(
        "Gizlilik politikası", "Balıkçıl Lamba okuma lambaları üretir ve bunları kendi mağazasında satar.",
        "Kişisel verilerinizi üçüncü taraflara satmayız.", "Kişisel verilerinizi üçüncü taraflara satarız.",
        "Sipariş kayıtları 30 gün saklanır.", "Sipariş kayıtları 90 gün saklanır.", "Her zaman verilerinizin silinmesini isteyebilirsiniz.",
        "Sorularınız için bize yazın, her biri yanıtlanır.",
    ),
    "el": Foreign(
        "Πολιτική απορρήτου", "Η Ερωδιός κατασκευάζει λάμπες ανάγνωσης και τις πουλάει στο κατάστημά της.",
        "Δεν πουλάμε τα προσωπικά σας δεδομένα σε τρίτους.", "Πουλάμε τα προσωπικά σας δεδομένα σε τρίτους.",
        "Τα αρχεία παραγγελιών φυλάσσονται 30 ημέρες.", "Τα αρχεία παραγγελιών φυλάσσονται 90 ημέρες.",
        "Μπορείτε να ζητήσετε τη διαγραφή τους οποτεδήποτε.", "Γράψτε μας για κάθε απορία.",
    ),
    "th": Foreign(
        "นโยบายความเป็นส่วนตัว", "บริษัทนกกระสาผลิตโคมไฟอ่านหนังสือและจำหน่ายในร้านของบริษัท",
        "เราไม่ขายข้อมูลส่วนบุคคลของท่านให้แก่บุคคลภายนอก",
        "เราขายข้อมูลส่วนบุคคลของท่านให้แก่บุคคลภายนอก", "บันทึกคำสั่งซื้อจะถูกเก็บไว้ 30 วัน", "บันทึกคำสั่งซื้อจะถูกเก็บไว้ 90 วัน",
        "ท่านสามารถขอให้ลบข้อมูลได้ทุกเมื่อ", "หากมีคำถามโปรดเขียนถึงเรา",
    ),
    "vi": Foreign(
        "Chính sách bảo mật", "Công ty Diệc làm đèn đọc sách và bán chúng trong cửa hàng của mình.",
        "Chúng tôi không bán thông tin cá nhân của bạn cho bên thứ ba.", "Chúng tôi bán thông tin cá nhân của bạn cho bên thứ ba.",
        "Hồ sơ đặt hàng được lưu giữ 30 ngày.", "Hồ sơ đặt hàng được lưu giữ 90 ngày.", "Bạn có thể yêu cầu xóa thông tin bất cứ lúc nào.",
        "Hãy viết cho chúng tôi khi có câu hỏi.",
    ),
    "id": Foreign(
        "Kebijakan privasi", "Lampu Cangak membuat lampu baca dan menjualnya di toko sendiri.",
        "Kami tidak menjual data pribadi Anda kepada pihak ketiga.", "Kami menjual data pribadi Anda kepada pihak ketiga.",
        "Catatan pesanan disimpan selama 30 hari.", "Catatan pesanan disimpan selama 90 hari.",
        "Anda dapat meminta penghapusan data kapan saja.", "Tulislah kepada kami jika ada pertanyaan.",
    ),
    "sv": Foreign(
        "Integritetspolicy", "Hägern Lampor gör läslampor och säljer dem i sin egen butik.",
        "Vi säljer inte dina personuppgifter till andra.",
        "Vi säljer dina personuppgifter till andra.", "Uppgifter om köp sparas i 30 dagar.", "Uppgifter om köp sparas i 90 dagar.",
        "Du kan när som helst be oss att radera det vi har om dig.", "Skriv till oss om du har frågor.",
    ),
    "fi": Foreign(
        "Tietosuojaseloste", "Haikara Lamput valmistaa lukulamppuja ja myy niitä omassa kaupassaan.",
        "Emme myy henkilötietojasi kolmansille osapuolille.",
        "Myymme henkilötietojasi kolmansille osapuolille.", "Tilaustietoja säilytetään 30 päivää.", "Tilaustietoja säilytetään 90 päivää.",
        "Voit milloin tahansa pyytää, että tiedot poistetaan.", "Kirjoita meille, jos sinulla on kysyttävää, tai kun jokin on epäselvää.",
    ),
    "hu": Foreign(
        "Adatvédelmi tájékoztató", "A Gém Lámpa olvasólámpákat készít, és azokat a saját boltjában árulja.",
        "Az ön személyes adatait nem adjuk el harmadik félnek.", "Az ön személyes adatait eladjuk harmadik félnek.",
        "A rendelések adatait 30 napig őrizzük.", "A rendelések adatait 90 napig őrizzük.",
        "Ön bármikor kérheti, hogy az adatok törlődjenek.",
        "Írjon nekünk, ha kérdése van, vagy ha valami nem világos.",
    ),
    "fa": Foreign(
        "سیاست حفظ حریم خصوصی", "کارخانه حواصیل چراغ مطالعه می‌سازد و آن را در فروشگاه خود می‌فروشد.",
        "ما اطلاعات شخصی شما را به هیچ شخص دیگری نمی‌فروشیم.", "ما اطلاعات شخصی شما را به هر شخص دیگری می‌فروشیم.",
        "سوابق سفارش‌ها ۳۰ روز نگهداری می‌شود.", "سوابق سفارش‌ها ۹۰ روز نگهداری می‌شود.",
        "شما می‌توانید هر زمان حذف اطلاعات خود را بخواهید.",
        "اگر پرسشی دارید برای ما بنویسید.",
    ),
    "km": Foreign(
        "គោលការណ៍ឯកជនភាព", "ក្រុមហ៊ុនកុកផលិតចង្កៀងអានសៀវភៅ។", "យើងមិនលក់ទិន្នន័យផ្ទាល់ខ្លួនរបស់អ្នកទៅភាគីទីបីទេ។",
        "យើងលក់ទិន្នន័យផ្ទាល់ខ្លួនរបស់អ្នកទៅភាគីទីបី។", "កំណត់ត្រាត្រូវបានរក្សាទុក ៣០ ថ្ងៃ។", "កំណត់ត្រាត្រូវបានរក្សាទុក ៩០ ថ្ងៃ។",
        "អ្នកអាចស្នើសុំលុបទិន្នន័យបានគ្រប់ពេល។", "សូមសរសេរមកយើង។",
    ),
    "sw": Foreign(
        "Sera ya faragha", "Kiwanda cha Korongo hutengeneza taa za kusomea na kuziuza katika duka lake.",
        "Sisi hatuuzi taarifa zako binafsi kwa wengine.", "Sisi tunauza taarifa zako binafsi kwa wengine.",
        "Kumbukumbu za oda hutunzwa kwa siku 30.", "Kumbukumbu za oda hutunzwa kwa siku 90.",
        "Unaweza kuomba taarifa zako zifutwe wakati wowote.",
        "Tuandikie kama una swali au jambo lingine kwa ajili yetu.",
    ),
}  # fmt: skip
