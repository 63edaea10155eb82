# ruff: noqa: E501
"""Forty home pages of invented companies, each made in another way, with the documents that belong to them and with what only looks like them."""

from __future__ import annotations

from dataclasses import dataclass, field

PRIVACY, TERMS, COOKIES = "Privacy Policy", "Terms of Service", "Cookie Policy"
SUB, DPA, AUP = "Sub-processors", "Data Processing Addendum", "Acceptable Use Policy"

TEXTS = {
    "en": """This document applies to the services of {name}. We collect personal data such as your name and address when you open an
account, and we process it to provide the service, on the basis of our agreement or your consent. We share information with third parties
only as far as the purpose requires it. You have the right to access and delete your data. Cookies may be used. We retain records as long
as the law requires. Our liability is limited as far as applicable law permits, and we may terminate accounts that violate these terms.""",
    "de": """Dieses Dokument gilt für die Dienste von {name}. Wir verarbeiten personenbezogene Daten wie Namen und Anschrift, wenn Sie ein
Konto eröffnen, auf der Rechtsgrundlage des Vertrags oder Ihrer Einwilligung. Daten geben wir an Dritte nur weiter, soweit der Zweck es
verlangt. Sie haben das Recht auf Auskunft, Löschung und Widerspruch. Cookies können eingesetzt werden. Die Speicherung dauert so lange, wie
das Gesetz es verlangt. Die Haftung ist im gesetzlichen Rahmen beschränkt; die Nutzung setzt voraus, dass Sie diesen Bedingungen zustimmen.""",
    "fr": """Ce document s'applique aux services de {name}. Nous collectons des données personnelles, par exemple votre nom et votre adresse,
lorsque vous ouvrez un compte, et leur traitement repose sur le contrat ou votre consentement. Nous transmettons des données à des tiers
seulement si la finalité l'exige. Vous avez un droit d'accès et d'opposition. Des cookies peuvent être utilisés. Nous conservons les données
aussi longtemps que la loi l'exige. Notre responsabilité est limitée, et l'utilisation suppose l'acceptation de ces conditions.""",
    "es": """Este documento se aplica a los servicios de {name}. Recopilamos datos personales, como su nombre y dirección, cuando abre una
cuenta, y el tratamiento se basa en el contrato o en su consentimiento. Compartimos información con terceros solo si la finalidad lo exige.
Usted tiene derecho de acceso y supresión. Podemos usar cookies. Conservamos los datos mientras la ley lo exija. Nuestra responsabilidad
está limitada, y el usuario acepta estas condiciones y términos al utilizar el servicio.""",
    "it": """Questo documento si applica ai servizi di {name}. Raccogliamo dati personali, come nome e indirizzo, quando apri un conto, e il
trattamento si basa sul contratto o sul consenso. Comunichiamo informazioni a terzi solo se la finalità lo richiede. L'utente ha il diritto
di accesso e cancellazione. Possono essere usati cookie. La conservazione dura quanto richiede la legge. La responsabilità del titolare è
limitata, e l'uso dei servizi comporta l'accettazione di questi termini e condizioni.""",
    "nl": """Dit document geldt voor de diensten van {name}. Wij verzamelen gegevens zoals uw naam en adres wanneer u een rekening opent, en
wij verwerken persoonsgegevens op grond van de overeenkomst of uw toestemming. Wij delen informatie met derden alleen voor zover de doeleinden
dat vereisen. U heeft recht op inzage. Cookies kunnen worden gebruikt. Wij bewaren gegevens zolang de wet dat vereist. Onze
aansprakelijkheid is beperkt, en het gebruik betekent dat u deze voorwaarden aanvaardt.""",
    "pt": """Este documento aplica-se aos serviços de {name}. Coletamos dados pessoais, como nome e endereço, quando abre uma conta, e o
tratamento baseia-se no contrato ou no consentimento. Partilhamos informações com terceiros apenas se a finalidade o exigir. O utilizador tem
direito de acesso e eliminação. Podem ser usados cookies. Conservamos os dados enquanto a lei o exigir. A nossa responsabilidade é limitada,
e o uso dos serviços implica a aceitação destas condições e termos.""",
    "pl": """Ten dokument dotyczy usług firmy {name}. Zbieramy dane osobowe, takie jak imię i adres, gdy użytkownik zakłada konto, i
przetwarzamy dane na podstawie umowy lub zgody. Informacje przekazujemy innym tylko wtedy, gdy wymaga tego cel. Użytkownik ma prawo dostępu i
usunięcia danych zgodnie z RODO. Możemy używać plików cookie. Dane przechowujemy tak długo, jak wymaga tego prawo. Odpowiedzialność
administratora jest ograniczona, a korzystanie z usług oznacza akceptację regulaminu.""",
    "sv": """Detta dokument gäller tjänsterna från {name}. Vi samlar in personuppgifter som namn och adress när du öppnar ett konto, och vi
behandlar uppgifter med stöd av avtal eller samtycke. Information delas med tredje part bara om ändamålet kräver det. Du har rätt till
tillgång och radering enligt lag och gdpr. Cookies kan användas. Vi lagrar uppgifter så länge lagen kräver. Vårt ansvar är begränsat, och som
användare godkänner du dessa villkor.""",
    "ja": """本書は{name}のサービスに適用されます。当社は、お客様がアカウントを開設する際に、氏名や住所などの個人情報を収集し、契約または同意に基づいて
取り扱います。利用目的に必要な場合に限り、第三者に情報を提供します。お客様には開示および削除を求める権利があります。クッキーを使用することが
あります。法令で定められた期間、データを保護し保管します。当社の責任は法の許す範囲に限られ、利用者は利用規約に同意するものとします。""",
}
"""What a document may say, by language; each in our own words. Headings tell which document it is."""


def document(heading: str, name: str, language: str = "en", *, title: str | None = None, body: str = "") -> str:
    text = body or TEXTS[language].format(name=name)
    return (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8><title>{title or f'{heading} | {name}'}</title></head>"
        f"<body><nav><a href='/'>{name}</a></nav><main><h1>{heading}</h1><p>{text}</p><p>{text}</p></main></body></html>"
    )


@dataclass
class Site:
    """A company's site: its home page, the other pages, and which of them are its documents."""

    name: str
    home: str
    language: str = "en"
    documents: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Kind → (path, heading); pages of that kind are made of it, and are to be found."""
    pages: dict[str, str] = field(default_factory=dict)
    """Further pages, which are not to be found."""
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Path → (media type, text): sitemaps, robots.txt."""
    status: int = 200

    @property
    def html(self) -> str:
        head = f"<meta charset=utf-8><title>{self.name} – things made well</title>"
        return (
            self.home
            if "<html" in self.home
            else f"<!doctype html><html lang={self.language}><head>{head}</head><body>{self.home}</body></html>"
        )


def footer(*links: tuple[str, str]) -> str:
    return "<footer>" + " ".join(f'<a href="{path}">{text}</a>' for path, text in links) + "</footer>"


PRODUCT = "<main><h1>Privacy screens for every garden</h1><p>Bamboo, willow and larch, cut to size and delivered in a week.</p></main>"
LOGIN = "<!doctype html><title>Log in</title><form><input name=user><input type=password name=password><button>Log in</button></form>"


def english() -> list[Site]:
    return [
        Site(
            "Larkspur",
            footer(("/privacy", "Privacy"), ("/terms", "Terms")),
            documents={PRIVACY: ("/privacy", "Privacy Policy"), TERMS: ("/terms", "Terms of Service")},
        ),
        Site(
            "Acorn Books",
            "<div class='site-footer__legal'><ul><li><a href=/legal/privacy-notice>Privacy notice</a><li><a href=/legal/tou>Terms of use</a>"
            "<li><a href=/legal/cookies>Cookies</a></ul></div>",
            documents={
                PRIVACY: ("/legal/privacy-notice", "Privacy notice"),
                TERMS: ("/legal/tou", "Terms of use"),
                COOKIES: ("/legal/cookies", "How we use cookies: cookie policy"),
            },
        ),
        Site(
            "Bramble",
            "<nav><a href=/about>About</a><a href=/privacy-policy.html>Privacy Policy</a></nav>",
            documents={PRIVACY: ("/privacy-policy.html", "Bramble Privacy Policy")},
            pages={"/about": "<h1>About us</h1>"},
        ),
        Site(
            "Cinder Cloud",
            footer(
                ("/trust/sub", "Subprocessors"), ("/trust/dpa", "DPA"), ("/trust/aup", "Acceptable Use Policy"), ("/privacy", "Privacy")
            ),
            documents={
                SUB: ("/trust/sub", "List of Sub-processors"),
                DPA: ("/trust/dpa", "Data Processing Agreement"),
                AUP: ("/trust/aup", "Acceptable Use Policy"),
                PRIVACY: ("/privacy", "Privacy Statement"),
            },
        ),
        # Everything is on a page "Legal".
        Site(
            "Dunlin",
            footer(("/legal", "Legal")),
            documents={PRIVACY: ("/legal/p", "Privacy Policy"), TERMS: ("/legal/t", "Terms and Conditions")},
            pages={"/legal": "<h1>Legal</h1><ul><li><a href=/legal/p>Privacy Policy</a><li><a href=/legal/t>Terms and Conditions</a></ul>"},
        ),
        # Nothing but structured data.
        Site(
            "Elmwood",
            """<!doctype html><html lang=en><head><title>Elmwood</title><script type="application/ld+json">{"@context":"https://schema.org",
            "@graph":[{"@type":"Organization","name":"Elmwood","privacyPolicy":"/docs-legal/private"},
            {"@type":"WebPage","name":"Terms of Service","url":"/docs-legal/use"}]}</script></head><body><div id=app></div></body></html>""",
            documents={PRIVACY: ("/docs-legal/private", "Privacy Policy"), TERMS: ("/docs-legal/use", "Terms of Service")},
        ),
        # Nothing but metadata of the page's head.
        Site(
            "Fennel",
            "<!doctype html><html lang=en><head><title>Fennel</title><link rel='privacy-policy' href='/p/1'><link rel=terms-of-service href=/p/2>"
            "</head><body>Soon.</body></html>",
            documents={PRIVACY: ("/p/1", "Privacy"), TERMS: ("/p/2", "Terms")},
        ),
        # Drawn by scripts: only the sitemap helps.
        Site(
            "Garnet",
            "<div id=root></div><script src=/app.js></script>",
            documents={PRIVACY: ("/company/privacy-policy", "Privacy Policy"), COOKIES: ("/company/cookie-policy", "Cookie Policy")},
            files={
                "/robots.txt": ("text/plain", "User-agent: *\nDisallow: /admin\nSitemap: {home}/maps/index.xml\n"),
                "/maps/index.xml": (
                    "application/xml",
                    "<sitemapindex><sitemap><loc>{home}/maps/products.xml</loc></sitemap>"
                    "<sitemap><loc>{home}/maps/pages.xml</loc></sitemap></sitemapindex>",
                ),
                "/maps/products.xml": ("application/xml", "<urlset><url><loc>{home}/product/privacy</loc></url></urlset>"),
                "/maps/pages.xml": (
                    "application/xml",
                    "<urlset><url><loc>{home}/company/privacy-policy</loc></url>"
                    "<url><loc>{home}/company/cookie-policy</loc></url><url><loc>{home}/blog/privacy-policy</loc></url></urlset>",
                ),
            },
            pages={"/product/privacy": PRODUCT, "/blog/privacy-policy": document("Privacy Policy", "Garnet blog")},
        ),
        # No link at all: usual addresses.
        Site(
            "Heron",
            "<h1>Heron</h1><p>Boats.</p>",
            documents={PRIVACY: ("/privacy", "Privacy Policy"), TERMS: ("/terms", "Terms of Service")},
        ),
        # A link that has only a picture, and one that has only an address.
        Site(
            "Iris Lamps",
            "<footer><a href=/pp><img src=x.png alt='Privacy policy'></a><a href=/terms-of-use><svg></svg></a></footer>",
            documents={PRIVACY: ("/pp", "Privacy policy"), TERMS: ("/terms-of-use", "Terms of use")},
        ),
    ]


def traps() -> list[Site]:
    """Sites with something that only looks like a document."""
    stranger = document("Privacy Policy", "Gargantua Search")
    return [
        # A product page called "Privacy".
        Site(
            "Juniper Fences",
            "<nav><a href=/privacy>Privacy</a></nav>" + footer(("/privacy-policy", "Privacy policy")),
            documents={PRIVACY: ("/privacy-policy", "Privacy policy")},
            pages={"/privacy": PRODUCT},
        ),
        # Settings, choices and applicants are not the policy.
        Site(
            "Kestrel",
            footer(
                ("/choices", "Your privacy choices"),
                ("/cookie-settings", "Cookie settings"),
                ("/jobs-privacy", "Applicant privacy notice"),
                ("/our-privacy", "Our privacy policy"),
            ),
            documents={PRIVACY: ("/our-privacy", "Our privacy policy")},
            pages={
                "/choices": document("Your privacy choices", "Kestrel"),
                "/cookie-settings": document("Cookie settings", "Kestrel"),
                "/jobs-privacy": document("Applicant privacy notice", "Kestrel"),
            },
        ),
        # "Protected by reCAPTCHA": another company's documents.
        Site(
            "Linnet",
            "<p>Protected. <a href='{other}/privacy'>Privacy Policy</a> and <a href='{other}/terms'>Terms of Service</a> of Gargantua apply.</p>"
            + footer(("/data", "Privacy notice")),
            documents={PRIVACY: ("/data", "Privacy notice")},
            pages={"other:/privacy": stranger, "other:/terms": document("Terms of Service", "Gargantua")},
        ),
        # The only link leads to another company: nothing is right.
        Site("Merlin", "<footer><a href='{other}/privacy'>Privacy Policy</a></footer>", pages={"other:/privacy": stranger}),
        # Every path answers with the home page.
        Site(
            "Nuthatch",
            "<h1>Nuthatch</h1><p>Come back soon.</p>",
            pages=dict.fromkeys(
                ("/privacy", "/terms", "/cookies", "/dpa", "/legal/privacy"),
                "<title>Nuthatch</title><h1>Nuthatch</h1><p>Come back soon.</p>",
            ),
        ),
        # A post about policies, and last year's text.
        Site(
            "Osprey",
            "<article><a href=/blog/how-we-wrote>How we wrote our privacy policy</a></article>"
            + footer(("/privacy/2019", "Previous privacy policy"), ("/privacy/now", "Privacy policy")),
            documents={PRIVACY: ("/privacy/now", "Privacy policy")},
            pages={
                "/blog/how-we-wrote": document("How we wrote our privacy policy", "Osprey"),
                "/privacy/2019": document("Privacy policy (2019)", "Osprey"),
            },
        ),
        # The link is broken, and the terms are behind a login.
        Site("Pipit", footer(("/gone", "Privacy Policy"), ("/login-terms", "Terms of Service")), pages={"/login-terms": LOGIN}),
        # "Terms" of another kind, and a heading that says so.
        Site(
            "Quail",
            footer(("/terms", "Terms"), ("/pr", "Privacy")),
            documents={PRIVACY: ("/pr", "Privacy Policy")},
            pages={"/terms": document("Terms of the summer contest", "Quail")},
        ),
        # robots.txt forbids what the footer names.
        Site(
            "Redstart",
            footer(("/private/privacy", "Privacy policy"), ("/terms", "Terms of service")),
            documents={TERMS: ("/terms", "Terms of service")},
            pages={"/private/privacy": document("Privacy policy", "Redstart")},
            files={"/robots.txt": ("text/plain", "User-agent: *\nDisallow: /private/\n")},
        ),
        # The footer says "Cookies", the shop sells them.
        Site(
            "Siskin Bakery",
            "<nav><a href=/cookies>Cookies</a></nav>" + footer(("/privacy", "Privacy")),
            documents={PRIVACY: ("/privacy", "Privacy")},
            pages={"/cookies": "<h1>Cookies</h1><p>Oat, ginger and chocolate, baked daily.</p>"},
        ),
    ]


def languages() -> list[Site]:
    def site(name: str, language: str, **documents: tuple[str, str, str]) -> Site:
        kinds = {"privacy": PRIVACY, "terms": TERMS, "cookies": COOKIES, "sub": SUB, "dpa": DPA, "aup": AUP}
        made = footer(*((path, label) for path, label, _ in documents.values()))
        return Site(name, made, language, {kinds[key]: (path, heading) for key, (path, _, heading) in documents.items()})

    return [
        site(
            "Amselbau",
            "de",
            privacy=("/datenschutz", "Datenschutz", "Datenschutzerklärung"),
            terms=("/agb", "AGB", "Allgemeine Geschäftsbedingungen"),
        ),
        site(
            "Buchfink",
            "de",
            privacy=("/rechtliches/dse", "Datenschutzhinweise", "Datenschutzhinweise"),
            cookies=("/ck", "Cookie-Richtlinie", "Cookie-Richtlinie"),
            dpa=("/avv", "Auftragsverarbeitung", "Vertrag zur Auftragsverarbeitung"),
            sub=("/uav", "Unterauftragsverarbeiter", "Liste der Unterauftragsverarbeiter"),
        ),
        site(
            "Chardonneret",
            "fr",
            privacy=("/confidentialite", "Politique de confidentialité", "Politique de confidentialité"),
            terms=("/cgu", "CGU", "Conditions générales d'utilisation"),
            cookies=("/ck", "Politique de cookies", "Politique de cookies"),
        ),
        site(
            "Étourneau",
            "fr",
            privacy=("/donnees", "Données personnelles", "Protection des données"),
            sub=("/st", "Sous-traitants", "Liste des sous-traitants"),
        ),
        site(
            "Gorrión",
            "es",
            privacy=("/privacidad", "Política de privacidad", "Política de privacidad"),
            terms=("/t", "Términos y condiciones", "Términos y condiciones"),
        ),
        site(
            "Jilguero",
            "es",
            cookies=("/c", "Política de cookies", "Política de cookies"),
            privacy=("/aviso", "Aviso de privacidad", "Aviso de privacidad"),
        ),
        site(
            "Pettirosso",
            "it",
            privacy=("/privacy", "Informativa privacy", "Informativa sulla privacy"),
            terms=("/tc", "Termini e condizioni", "Termini e condizioni"),
        ),
        site(
            "Koolmees",
            "nl",
            privacy=("/pv", "Privacyverklaring", "Privacyverklaring"),
            terms=("/av", "Algemene voorwaarden", "Algemene voorwaarden"),
            dpa=("/vo", "Verwerkersovereenkomst", "Verwerkersovereenkomst"),
        ),
        site(
            "Pardal",
            "pt",
            privacy=("/pp", "Política de Privacidade", "Política de Privacidade"),
            terms=("/tu", "Termos de Uso", "Termos de uso"),
        ),
        site(
            "Wróbel", "pl", privacy=("/pp", "Polityka prywatności", "Polityka prywatności"), terms=("/r", "Regulamin", "Regulamin serwisu")
        ),
        site(
            "Talgoxe",
            "sv",
            privacy=("/ip", "Integritetspolicy", "Integritetspolicy"),
            terms=("/av", "Användarvillkor", "Användarvillkor"),
            cookies=("/kakor", "Kakor", "Om cookies"),
        ),
        site("Suzume", "ja", privacy=("/pp", "プライバシーポリシー", "プライバシーポリシー"), terms=("/kiyaku", "利用規約", "利用規約")),
    ]


def odd() -> list[Site]:
    """Sites that are put together in unusual ways."""
    return [
        # Two languages: the one of the home page is meant.
        Site(
            "Teal",
            footer(("/de/privacy", "Privacy policy"), ("/en/privacy", "Privacy policy")),
            documents={PRIVACY: ("/en/privacy", "Privacy policy")},
            pages={"/de/privacy": document("Datenschutzerklärung", "Teal", "de")},
        ),
        # One document for both; "Terms & Privacy" leads to a list.
        Site(
            "Urchin",
            footer(("/tp", "Terms & Privacy"), ("/pc", "Privacy and cookie policy")),
            documents={PRIVACY: ("/pc", "Privacy and cookie policy"), TERMS: ("/tp/terms", "Terms of use")},
            pages={"/tp": "<h1>Terms &amp; privacy</h1><a href=/tp/terms>Terms of use</a> <a href=/pc>Privacy and cookie policy</a>"},
        ),
        # A base address, upper case, blanks and a fragment.
        Site(
            "Vireo",
            "<!doctype html><html lang=en><head><base href='/site/'><title>Vireo</title></head><body><FOOTER><A HREF=' Privacy.html#top '>\n  PRIVACY\n POLICY </A>"
            "</FOOTER></body></html>",
            documents={PRIVACY: ("/site/Privacy.html", "PRIVACY POLICY")},
        ),
        # Words around the name, a title that all pages share.
        Site(
            "Wigeon",
            "<p>By signing up you accept our <a href=/t1>Terms of Service</a> and have read the <a href=/p1>Privacy Policy</a>.</p>",
            documents={TERMS: ("/t1", "Wigeon Terms of Service"), PRIVACY: ("/p1", "Wigeon Privacy Policy")},
        ),
        # A hosted policy that names the company.
        Site(
            "Xenops Travel",
            "<footer><a href='{other}/x/privacy'>Privacy Policy</a></footer>",
            documents={PRIVACY: ("other:/x/privacy", "Privacy Policy")},
        ),
        # ARIA roles and labels instead of elements and words.
        Site(
            "Yellowhammer",
            "<div role=contentinfo><a href=/pl aria-label='Privacy statement'></a><a href=/ta title='Terms &amp; conditions'></a></div>",
            documents={PRIVACY: ("/pl", "Privacy statement"), TERMS: ("/ta", "Terms & conditions")},
        ),
        # A page with thousands of links.
        Site(
            "Zosterops",
            "".join(f"<a href=/item/{n}>Item {n}</a>" for n in range(3_000)) + footer(("/prv", "Privacy Policy")),
            documents={PRIVACY: ("/prv", "Privacy Policy")},
        ),
        # Broken markup and broken structured data.
        Site(
            "Avocet",
            "<footer><ul><li><a href='/privacy'>Privacy</a<li><a href=javascript:void(0)>Terms</a><a href='http://['>Cookies</a></ul>"
            '<script type="application/ld+json">{"@type": "Organization", "name": </script>',
            documents={PRIVACY: ("/privacy", "Privacy Policy")},
        ),
    ]


SITES = [*english(), *traps(), *languages(), *odd()]
