"""Changes as they stand in policies every day, each in one sentence of a short policy: for the reader, against the reader, or neither."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare
from monitor.model import Change, Direction
from tests.core.meaning.short_policy import is_told
from tests.sampling import sampled

BEFORE = '# Privacy policy of Odalys Ltd\n\nThis policy explains how Odalys Ltd ("Odalys", "we") handles your personal information.\n\n'
BEHIND = "\n\nYou can contact us at any time by letter.\n"


def gravest(old: str, new: str) -> Change | None:
    """The gravest change between two policies that differ in one sentence."""
    changes = compare(BEFORE + old + BEHIND, BEFORE + new + BEHIND).changes
    return max(changes, key=lambda change: change.severity.rank, default=None)


AGAINST = [
    ("We delete your messages after 30 days.", "We delete your messages after 180 days."),
    ("We keep server logs for no longer than 14 days.", "We keep server logs for up to one year."),
    ("We delete your data within 30 days of account closure.", "We may retain your data after account closure."),
    (
        "When you close your account, we erase your photos.",
        "When you close your account, we erase your photos, except where we have made them part of a collection.",
    ),
    ("Deleted files are removed from our backups within 60 days.", "Deleted files may remain in our backups indefinitely."),
    ("We will give you 30 days' notice before any change takes effect.", "We will give you 7 days' notice before any change takes effect."),
    ("We will e-mail you before we change this policy.", "We will post changes to this policy on this page."),
    ("If we make material changes, we will notify you by email.", "If we make material changes, we may notify you by email."),
    ("We do not use your content to train machine learning models.", "We use your content to train machine learning models."),
    (
        "Your files are yours; we only use them to provide the service.",
        "Your files are yours; we use them to provide the service and to improve our AI models.",
    ),
    ("We use your content to train our models only if you opt in.", "We use your content to train our models unless you opt out."),
    ("Our employees never listen to your recordings.", "Our employees may listen to your recordings to improve the service."),
    ("Any dispute may be brought in the courts of your country.", "Any dispute must be resolved by binding arbitration."),
    ("You can opt out of arbitration within 60 days.", "You can opt out of arbitration within 30 days."),
    ("", "You waive any right to a jury trial and to take part in a class action."),
    ("The subscription costs $9.99 per month.", "The subscription costs $14.99 per month."),
    (
        "You can cancel at any time and receive a full refund for the remaining period.",
        "You can cancel at any time. We do not give refunds.",
    ),
    ("We charge no fee for withdrawals.", "We charge a 2% fee for withdrawals."),
    ("We will tell you 30 days before we raise prices.", "We may raise prices at any time."),
    ("You must be at least 18 to use the service.", "You must be at least 13 to use the service."),
    ("We do not knowingly collect data from children under 16.", "We do not knowingly collect data from children under 13."),
    ("We share your data with service providers.", "We share your data with service providers and advertising partners."),
    ("We never share your location.", "We share your location with our partners."),
    ("We share your data with your consent.", "We share your data."),
    ("We disclose data to the police only with a court order.", "We disclose data to the police upon request."),
    (
        "We disclose data to authorities when required by law.",
        "We disclose data to authorities when required by law or when we believe it is appropriate.",
    ),
    ("We will notify you before we disclose your data to the government.", "We may disclose your data to the government."),
    ("We collect your name and e-mail address.", "We collect your name, e-mail address and precise location."),
    ("We collect your name and e-mail address.", "We collect your name, e-mail address and fingerprints."),
    ("We do not access your contacts.", "We access your contacts if you allow it."),
    ("We don't use cookies.", "We use cookies and pixels to follow you across websites."),
    ("You can ask us to delete your data at any time.", "You can ask us to delete your data once a year."),
    ("We answer requests within 30 days.", "We answer requests within 45 days."),
    ("We do not charge for access requests.", "We may charge a reasonable fee for access requests."),
    ("You may opt out of targeted advertising in your settings.", ""),
    ("You may object to profiling.", "You may object to profiling by writing a registered letter."),
    ("Your profile is private by default.", "Your profile is public by default."),
    ("Personalised ads are off unless you turn them on.", "Personalised ads are on unless you turn them off."),
    ("Messages are encrypted by default.", "Messages can be encrypted if you turn this on."),
    ("Location history is disabled by default.", "Location history is enabled by default."),
    ("All data is encrypted at rest and in transit.", "All data is encrypted in transit."),
    ("We will tell you of a breach within 72 hours.", "We will tell you of a breach without undue delay."),
    ("We encrypt your messages end to end, so we cannot read them.", "We encrypt your messages in transit."),
    ("Passwords are stored hashed.", "Passwords are stored."),
    ("You keep all rights to your content.", "You grant us a perpetual, irrevocable licence to your content."),
    ("The licence ends when you delete your content.", "The licence continues after you delete your content."),
    ("You grant us a licence to show your content.", "You grant us a licence to show, modify and sublicense your content."),
    ("We will give you 14 days' notice before we close your account.", "We may close your account at any time without notice."),
    ("We may suspend your account if you break these terms.", "We may suspend your account for any reason."),
    ("Your data is stored in the European Union.", "Your data is stored in the United States."),
    ("We store your data only in Switzerland.", "We store your data in Switzerland and in other countries."),
    ("Two-factor login is on by default.", "Two-factor login can be enabled if you ask us."),
    (
        "Your friends list is hidden unless you make it public in your settings.",
        "Your friends list is public unless you hide it in your settings.",
    ),
    ("Data sharing with partners is turned off by default.", "Data sharing with partners is turned on by default."),
    ("Analytics are disabled until you enable them.", "Analytics are enabled until you disable them."),
    ("We may delete your account if you are inactive for two years.", "We may delete your account at any time."),
    ("You may end this contract at any time.", "You may end this contract if we agree."),
    ("We share your data when you ask us to.", "We share your data at our discretion."),
    ("We answer complaints within 14 days.", "We answer complaints as we see fit."),
    (
        "We may read your messages when you report a problem.",
        "We may read your messages when you report a problem or when we suspect abuse.",
    ),
    ("You may cancel your subscription.", "You may cancel your subscription by registered post."),
    ("You can request a copy of your data.", "You can request a copy of your data for a fee of $10."),
    ("We share aggregated data with researchers.", "We share data with researchers."),
    ("Card numbers are encrypted and masked.", "Card numbers are masked."),
    ("We collect anonymous usage data.", "We collect usage data."),
    ("Your files are encrypted in transit, at rest and in backups.", "Your files are encrypted in transit and at rest."),
    ("You give us a licence to use and display your photos.", "You give us a licence to use, display, sell and adapt your photos."),
    ("This licence ends when you delete your photos.", "This licence survives when you delete your photos."),
    ("You grant us a licence to your posts for the duration of this contract.", "You grant us a perpetual licence to your posts."),
    ("You can view, export and delete your data.", "You can view and export your data."),
    ("You have the right to access, correct, delete and port your data.", "You have the right to access, correct and delete your data."),
    ("Our servers are located in Germany.", "Our servers are located in the United States."),
    ("We keep call recordings for 6 months.", "We keep call recordings for 24 months."),
    ("You must complain within 60 days.", "You must complain within 5 days."),
    ("We will e-mail you before we change this policy.", "We will post changes to this policy on this page."),
    ("Your plan ends after one year.", "Your plan renews automatically after one year."),
    ("We share your data with banks.", "We share your data with banks, insurers and data brokers."),
    ("We share your e-mail address with our affiliates.", "We share your e-mail address and phone number with our affiliates."),
    (
        "We only use trustworthy processors that only process your data on our behalf – our current hosting provider is Kessel.",
        "We may use trustworthy processors that only process your data on our behalf.",
    ),
    (
        "Except as otherwise stated in this Agreement, we will remit to you your balance each week.",
        "Except as provided in Section 2 or otherwise stated in this Agreement, we will remit to you your balance each week.",
    ),
    ("Your notes are yours — Odalys has no access to them.", "Your notes are yours — Odalys's server has no decrypted access to them."),
]

IN_FAVOUR = [
    ("We keep server logs for up to one year.", "We keep server logs for no longer than 14 days."),
    ("Recordings are kept until you delete them.", "Recordings are deleted automatically after 90 days."),
    ("Changes take effect when posted.", "Changes take effect 30 days after we e-mail you."),
    ("We use your content to train our models.", "We use your content to train our models only if you opt in."),
    ("You waive any right to take part in a class action.", ""),
    ("The subscription costs $14.99 per month.", "The subscription costs $9.99 per month."),
    ("We share your data with service providers and advertising partners.", "We share your data with service providers."),
    ("We share your data.", "We share your data with your consent."),
    ("We collect your name, e-mail address and precise location.", "We collect your name and e-mail address."),
    ("We record your keystrokes.", "We do not record your keystrokes."),
    ("", "You may opt out of targeted advertising in your settings."),
    ("Your profile is public by default.", "Your profile is private by default."),
    ("Personalised ads are on unless you turn them off.", "Personalised ads are off unless you turn them on."),
    ("Messages can be encrypted if you turn this on.", "Messages are encrypted by default."),
    ("Ads based on your activity are enabled unless you disable them.", "Ads based on your activity are disabled unless you enable them."),
    ("You may cancel your order if it has not been shipped.", "You may cancel your order for any reason."),
    ("We may change the price for any reason.", "We may change the price if our costs rise."),
    (
        "We may read your messages when you report a problem or when we suspect abuse.",
        "We may read your messages when you report a problem.",
    ),
    ("We erase your data when you ask.", "We erase your data when you ask or when you close your account."),
    ("You may cancel your subscription by registered post.", "You may cancel your subscription."),
    ("We share data with researchers.", "We share anonymised data with researchers."),
    ("You give us a licence to use, display, sell and adapt your photos.", "You give us a licence to use and display your photos."),
    ("This licence continues after you delete your photos.", "This licence ends when you delete your photos."),
    ("You can view your data.", "You can view, export and delete your data."),
    ("You can return goods within 14 days.", "You can return goods within 30 days."),
    ("We will post changes to this policy on this page.", "We will e-mail you before we change this policy."),
    ("We share your data with service providers and advertising partners.", "We share your data with service providers."),
]

TOLD = [
    ("You may bring claims within three years.", "You must bring claims within one year."),
    ("This agreement is governed by the laws of Ireland.", "This agreement is governed by the laws of the State of Delaware."),
    ("Our services are not directed to children under 13.", "Our services are not directed to children under 16."),
    (
        "If we are acquired, we will ask for your consent before your data is transferred.",
        "If we are acquired, your data may be transferred to the new owner.",
    ),
    (
        "If we are acquired, your data may be transferred to the new owner.",
        "If we are acquired, we will ask for your consent before your data is transferred.",
    ),
    ("Our liability is limited to the fees you paid in the last twelve months.", "Our liability is limited to $50."),
    ("Disputes are heard by the courts of Dublin.", "Disputes are heard by the courts of San Francisco."),
    ("Late payments cost 1% per month.", "Late payments cost 3% per month."),
    ("Refunds are paid within 5 days.", "Refunds are paid within 45 days."),
    ("You must be 18 to buy.", "You must be 16 to buy."),
    ("The free plan includes 15 GB of storage.", "The free plan includes 5 GB of storage."),
    ("You may store up to 1,000 photos.", "You may store up to 100 photos."),
    ("Your free trial ends by itself.", "At the end of your free trial you will be charged unless you cancel."),
    (
        "We provide updates for 5 years from the day you buy the device.",
        "We provide updates for 5 years from the day the device is first sold.",
    ),
    ("You can control in your settings whether this address is used to improve the service.", ""),
]

QUIET = [
    ("We keep invoices for ten years.", "We keep invoices for 10 years."),
    ("We will let you know by e-mail if this policy changes.", "If this policy changes, we will tell you by email."),
    ("Prices include VAT.", "All prices include VAT."),
    ("We share your data with our suppliers.", "We share your information with our vendors."),
    ("We may share data with Odalys Payments Inc.", "We may share data with Odalys Payments, Inc."),
    ("You have the right to access, correct and delete your data.", "You have the right to correct, access and delete your data."),
    ("We are not liable for indirect damages.", "We aren't liable for indirect damages."),
    ("We take your privacy seriously.", "Your privacy is important to us."),
    ("Click here to read our cookie policy.", "See our cookie policy."),
    ("Last updated: 3 May 2024", "Last updated: 4 June 2025"),
    ("We may send you newsletters about new products.", "We may send you news about new products."),
    ("Our office is at 1 Main Street, Dublin.", "Our office is at 5 High Street, Dublin."),
    ("For example, we may ask for your name when you register.", "For instance, we may ask for your name when you sign up."),
    ("Odalys Ltd is responsible for your data.", "Odalys Group Ltd is responsible for your data."),
    ("To sell an item, you create a listing.", "To sell an item, create a listing."),
    ("We do not sell your personal information.", "We don't sell your personal data."),
    ("You must not share your password.", "Do not share your password with anyone."),
    ("Notifications are on by default.", "Notifications are enabled by default."),
    ("The light theme is on by default.", "The dark theme is on by default."),
    ("You can turn on encryption in your settings.", "You can switch on encryption in your settings."),
    ("Two-factor login can be enabled if you ask us.", "Two-factor login can be turned on if you ask us."),
    ("You can contact us at any time.", "You can contact us if you have questions."),
    (
        "We may contact you if there is a problem with your order.",
        "We may contact you if there is a problem with your order or your account.",
    ),
    ("You may visit our stores when they are open.", "You may visit our stores at any time."),
    ("You can contact us by phone.", "You can contact us by phone or in person."),
    ("You may object to this.", "You may object to this by e-mail, by post or in person."),
    ("We use firewalls, locks and cameras.", "We use firewalls, cameras and locks."),
    ("We grant you a licence to use the app.", "We grant you a limited licence to use the app."),
    ("You can pay by card, by bank transfer or by PayPal.", "You can pay by card or by bank transfer."),
    ("Odalys is a company under the laws of Ireland.", "Odalys is a company organised under the laws of Ireland."),
    ("Odalys has 40 employees.", "Odalys has 60 employees."),
    ("Founded in 2001, Odalys serves 12 countries.", "Founded in 2001, Odalys serves 15 countries."),
    ("We will let you know by e-mail if this policy changes.", "If this policy changes, we will tell you by email."),
    ("If you have questions, write to us.", "Write to us if you have questions."),
    ("When you register, we ask for your name.", "We ask for your name when you register."),
    ("We will inform you about a breach.", "We will notify you of a breach."),
    (
        "We share your data with service providers, such as hosting companies.",
        "We share your data with service providers (such as hosting companies).",
    ),
    ("We only use good carriers – at present Hafen.", "We only use good carriers – at present Lindau."),
]


@pytest.mark.parametrize(("old", "new"), sampled(AGAINST, 4, rows=True))
def test_what_is_against_the_reader(old: str, new: str) -> None:
    change = gravest(old, new)
    assert is_told(change)
    assert change is not None
    assert change.direction is Direction.WEAKENS


@pytest.mark.parametrize(("old", "new"), sampled(IN_FAVOUR, 4, rows=True))
def test_what_is_for_the_reader(old: str, new: str) -> None:
    change = gravest(old, new)
    assert is_told(change)
    assert change is not None
    assert change.direction is Direction.STRENGTHENS


@pytest.mark.parametrize(("old", "new"), TOLD)
def test_what_is_told_and_left_open(old: str, new: str) -> None:
    assert is_told(gravest(old, new))


@pytest.mark.parametrize(("old", "new"), sampled(QUIET, 4, rows=True))
def test_what_alerts_nobody(old: str, new: str) -> None:
    assert not is_told(gravest(old, new))


CONTRADICTED = [
    ("", "You may at any time cease using the service, terminate your account or any of your services for any reason."),
    ("", "You may cancel the automatic renewal of your plan in your settings."),
    ("If you choose not to provide this information, you may not be able to use parts of the service.", ""),
]


@pytest.mark.parametrize(("old", "new"), CONTRADICTED)
def test_what_serves_the_reader_by_itself_is_never_called_a_loss(old: str, new: str) -> None:
    """The words alone lean the other way: they stand in many clauses against the reader."""
    change = gravest(old, new)
    assert change is not None
    assert change.direction is not Direction.WEAKENS


# Of the kinds that made news, in words of our own; written before their verdicts were seen, when 39 of 40 were right.
NEWS_AGAINST = [
    ("", "If you do not notify us within 30 days of receiving these terms, you will be deemed to have agreed to arbitrate all disputes."),
    (
        "",
        "You consent to our access, use, collection and storage of service-generated data for any purpose, "
        "including machine learning and the training of artificial intelligence.",
    ),
    (
        "We use publicly available information to help train our language models and build features like translation.",
        "We use publicly available information to help train our AI models and build products and features "
        "like translation, chatbots and cloud AI.",
    ),
    (
        "",
        "To develop AI models, our systems analyse customer data, such as messages, content and files. To "
        "opt out, your administrator must e-mail us.",
    ),
    ("", "We may share your posts with third-party collaborators, who may use them to train their AI models, unless you opt out."),
    (
        "We may use your content to train AI models if you turn this setting on.",
        "We may use your content to train AI models unless you turn this setting off.",
    ),
    ("", "Our staff may read portions of your notes to check that our machine learning works as it should."),
    (
        "We do not store the contents of video or voice calls or channels.",
        "We may build features that help users engage with voice and video content, like creating or sending short recordings.",
    ),
    ("We do not store the contents of video or voice calls or channels.", ""),
    (
        "You can choose not to send your voice recordings to the cloud; they are then processed on your device.",
        "Your voice recordings are sent to the cloud and processed there.",
    ),
    (
        "If you are an existing user, you can choose not to have your account information shared with "
        "Fernweh to improve your ads experience.",
        "",
    ),
    (
        "We will not combine cookie information with personally identifiable information unless we have your opt-in consent.",
        "Depending on your account settings, your activity on other sites and apps may be associated with your personal information.",
    ),
    ("Does Odalys sell your personal data? Nope. Never have, never will.", ""),
    ("Odalys does not and will not sell personal information about our customers.", ""),
    (
        "Odalys does not sell personal information to third parties.",
        "Odalys does not sell personal information to third parties for money.",
    ),
    (
        "",
        "When you upload or input information through the app, you grant us a nonexclusive, royalty-free, "
        "worldwide licence to use that information.",
    ),
    ("", "We may collect and use your biometric information for safety, security and identification purposes."),
    ("", "We may collect your employment history, educational history and skills to recommend jobs for you."),
    ("", "We share driving data, such as trips, hard braking and speed, with insurers and data brokers."),
    (
        "",
        "You agree that a business may pay us to display your name, likeness and photos in connection with "
        "paid content, without any compensation to you.",
    ),
    ("", "We may access, view or listen to your content through both automated and manual methods."),
    ("", "If you spread misinformation, we may deduct $2,500 in damages from your account for each violation."),
    ("", "From 1 January, a fee of $0.20 is charged each time your game is installed."),
    ("Your subscription covers everybody in your family.", "Your subscription covers only the people who live in your household."),
    ("We provide the basic service free of charge and always will.", "We provide the basic service."),
    ("You can access and export your data through our public interface free of charge.", "Access to our interface requires a paid plan."),
    (
        "We will ask for your consent before we make any change that reduces your rights under this policy.",
        "We may change this policy from time to time.",
    ),
    ("We will not reduce your rights under this policy without your explicit consent.", ""),
    ("We anonymise search logs after 9 months.", "We anonymise search logs after 18 months."),
    ("We do not allow advertisers to target children.", "We limit how advertisers may target children."),
    (
        "We require a warrant before we hand over video to the police.",
        "We may hand over video to the police in emergencies without a warrant.",
    ),
    ("", "In an emergency, we may hand over video to the police without a warrant and without telling you."),
]
NEWS_IN_FAVOUR = [
    (
        "You and Valmora agree to resolve all disputes between us by binding individual arbitration, and you "
        "give up the right to go to court.",
        "All disputes between you and Valmora shall be brought in the courts of King County.",
    ),
    (
        "",
        "Notwithstanding the above, we will not use your audio, video or chat content to train our "
        "artificial intelligence models without your consent.",
    ),
    ("", "You can delete your voice recordings at any time, and we no longer keep them by default."),
    ("", "We now encrypt all messages end to end, so that nobody but you can read them."),
    ("We keep search logs for 18 months.", "We keep search logs for 9 months."),
    ("Police can request video from users through the app.", "Police can no longer request video from users through the app."),
]


@pytest.mark.parametrize(("old", "new"), sampled(NEWS_AGAINST, 4, rows=True))
def test_what_made_news_is_told_and_never_as_a_gain(old: str, new: str) -> None:
    change = gravest(old, new)
    assert is_told(change)
    assert change is not None
    assert change.direction is not Direction.STRENGTHENS


@pytest.mark.parametrize(("old", "new"), NEWS_IN_FAVOUR)
def test_what_made_good_news_is_told_and_never_as_a_loss(old: str, new: str) -> None:
    change = gravest(old, new)
    assert is_told(change)
    assert change is not None
    assert change.direction is not Direction.WEAKENS


UNDERRATED = [
    ("You may continue to use the version of these terms that applies to the release that you use.", ""),
]
"""What should be told and is not: the likelihood is just below the threshold."""


@pytest.mark.xfail(strict=True, reason="The likelihood is just below the threshold; a lower one would tell more for nothing.")
@pytest.mark.parametrize(("old", "new"), UNDERRATED)
def test_what_is_against_the_reader_is_underrated(old: str, new: str) -> None:
    assert is_told(gravest(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "A fee of 2.5 percent applies to payments abroad.",
            "For payments sent abroad by you, we charge a fee of 5.2 percent.",
        ),
        ("Recordings of your calls are kept by us for a month.", "For a year, we keep what we recorded of your calls."),
    ],
)
def test_other_figures_are_never_taken_for_the_same_in_other_words(old: str, new: str) -> None:
    assert is_told(gravest(old, new))
