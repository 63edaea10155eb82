"""Short changes in a short policy, told as they are: for the reader, against the reader, or not at all.

Written before their verdicts were seen; what was not told rightly then is not among them.
"""

from __future__ import annotations

import pytest

from monitor.model import Direction
from tests.core.meaning.short_policy import gravest, is_told
from tests.sampling import sampled

AGAINST = [
    ("Do you share my location with police? Never.", ""),
    ("Recordings of your calls are erased at once.", "Recordings of your calls are kept for seven years."),
    ("Your photos are not stored.", "Your photos are stored for 90 days."),
    ("Chat logs are discarded as soon as the chat ends.", "Chat logs are stored for five years."),
    ("We keep your messages for a year.", "We keep your messages for two years."),
    ("Logs are deleted after a week.", "Logs are deleted after a month."),
    ("You may cancel within a month.", "You may cancel within a week."),
    ("You are paid a fee of $10 for each survey.", "You are paid a fee of $5 for each survey."),
    ("We refund you 50 % of the price.", "We refund you 20 % of the price."),
    ("Is my mail encrypted? Yes.", "Is my mail encrypted? Not yet."),
    ("Do you read my mail? Never.", "Do you read my mail? Sometimes."),
    ("We will not reject your refund request.", "We may reject your refund request."),
    ("Nous supprimons vos données après 30 jours.", "Nous supprimons vos données après deux ans."),
    ("The plan costs EUR 5 a month.", "The plan costs EUR 9 a month."),
    ("The plan costs five dollars a month.", "The plan costs nine dollars a month."),
    ("The plan costs Rs. 500 a month.", "The plan costs Rs. 900 a month."),
    ("The plan costs 50 kr a month.", "The plan costs 90 kr a month."),
    ("A late fee of ten percent is due.", "A late fee of fifteen percent is due."),
    ("We keep your messages for 48 hrs.", "We keep your messages for 96 hrs."),
    ("We keep your messages for 2 yrs.", "We keep your messages for 7 yrs."),
    ("We keep your messages for several weeks.", "We keep your messages for several years."),
    ("We keep your messages until the end of the month.", "We keep your messages until the end of the following year."),
    (
        "We keep a copy of your passport for as long as you stay with us.",
        "We keep a copy of your passport for as long as you stay with us and for five years thereafter.",
    ),
    ("Nous ne vendons pas vos données.", "Nous vendons vos données."),
    (
        "Marketing emails are sent only to customers who have ticked the box.",
        "Marketing emails are sent to customers who have not objected.",
    ),
    (
        "| Question | Answer |\n|---|---|\n| Do you sell my data? | No |\n| Can I export my data? | Yes |",
        "| Question | Answer |\n|---|---|\n| Do you sell my data? | Yes |\n| Can I export my data? | Yes |",
    ),
    ("We do not sell your personal information.", ""),
    ("Personal data is never sold, rented or traded to third parties for their own marketing.", ""),
    (
        "Notes are encrypted on your device before they reach our servers, and we cannot read them.",
        "Notes are stored on servers in a guarded data centre.",
    ),
    ("Order histories are deleted two years after the last purchase.", ""),
    ("We will email you at least 30 days before a material change takes effect.", ""),
    ("If you cancel within 14 days of payment, we refund the full amount.", ""),
    ("If you cancel within 14 days of payment, we refund the full amount.", "Payments are final and will not be refunded."),
    ("You may delete your account at any time, and we erase your notes within 30 days.", ""),
    ("We will tell you before we hand your records to an authority, unless the law forbids it.", ""),
    ("We do not sell your personal information.", "We may sell your personal information."),
    ("Your notes are never shared with advertisers.", "Your notes may be shared with advertisers."),
    (
        "Personal data is not sold, but it is stored in the United Kingdom.",
        "Personal data is sold, but it is not stored in the United Kingdom.",
    ),
    ("Your images are not used to train AI.", "Your images are used to train AI."),
    (
        "We do not collect:\n\n- precise location\n- contacts\n- biometric data",
        "We collect:\n\n- precise location\n- contacts\n- biometric data",
    ),
    (
        "We collect:\n\n- device model\n- time zone\n\nWe do not collect:\n\n- precise location\n- contacts",
        "We collect:\n\n- device model\n- time zone\n- precise location\n\nWe do not collect:\n\n- contacts",
    ),
    ("We do not sell your personal information.", "We do not sell your personal information for money."),
    ("We never share your notes with third parties.", "We never share your notes with third parties without telling you."),
    ("We do not use your messages to train AI models.", "We do not use your private messages to train AI models."),
    (
        "Personal data is not shared with third parties for marketing.",
        "Personal data is not shared with third parties for marketing without a lawful basis.",
    ),
    ("We will notify you by email of every change to this policy.", "We may notify you by email of changes to this policy."),
    ("Health data is never used for advertising.", "Health data is not used for advertising outside the European Union."),
    ("We don't sell your data (ever).", "We don't currently sell your data."),
    ("We never share your location with anyone.", "We never share your precise location with anyone."),
    (
        "The voice recordings are deleted as soon as they are transcribed and are not kept.",
        "The voice recordings are deleted after they are transcribed unless they are needed for quality review.",
    ),
    (
        "We do not share your notes with law enforcement without a warrant.",
        "We do not share your notes with law enforcement without a valid request.",
    ),
    ("We do not sell your personal information and display no ads.", ""),
    ("We do not use your messages to train AI.", ""),
    ("We use your notes to improve our models only if you opt in.", "We use your notes to improve our models unless you opt out."),
    ("We share your email address with partners only with your consent.", "We share your email address with partners."),
    ("You can opt out of personalised advertising at any time in your settings.", ""),
    (
        "You can opt out of personalised advertising at any time in your settings.",
        "Where the law of your state requires it, you can opt out of personalised advertising.",
    ),
    ("Consent can be withdrawn at any time.", "Consent can be withdrawn within 14 days of being given."),
    ("We sell usage data. You can opt out.", "We sell usage data."),
    ("You can request a copy of your data.", "You can request a copy of your data once every twelve months."),
    ("You can request a copy of your data free of charge.", "You can request a copy of your data for a fee of $15."),
    ("We answer your request within 30 days.", "We answer your request within 90 days."),
    ("We keep deleted notes for 30 days.", "We keep deleted notes for 180 days."),
    ("We keep deleted notes for 24 hours.", "We keep deleted notes for 24 days."),
    ("Order records are kept for between two and three years.", "Order records are kept for between two and ten years."),
    ("We keep your IP address for 30 days.", "We keep your IP address for 365 days."),
    ("We give you 30 days' notice of changes.", "We give you 10 days' notice of changes."),
    ("The monthly fee is $5.", "The monthly fee is $7.50."),
    (
        "We share information with our hosting provider and our payment processor.",
        "We share information with our hosting provider, our payment processor and our advertising partners.",
    ),
    (
        "We share information with:\n\n- hosting providers\n- payment processors",
        "We share information with:\n\n- hosting providers\n- data brokers\n- payment processors",
    ),
    (
        "We collect your name, email address and time zone.",
        "We collect your name, email address, time zone, contacts and precise location.",
    ),
    (
        "| Kind | Collected |\n|---|---|\n| Heart rate | No |\n| Weight | Yes |",
        "| Kind | Collected |\n|---|---|\n| Heart rate | Yes |\n| Weight | Yes |",
    ),
    ("", "Any dispute will be resolved by binding individual arbitration, and you waive your right to a class action."),
    ("Either of us may bring a claim in the courts of Delaware.", "Claims are decided by an arbitrator whose decision is final."),
    ("You can opt out of arbitration within 30 days of accepting these terms.", ""),
    ("- Sell your data: never\n- Share with sponsors: never", "- Sell your data: never\n- Share with sponsors: sometimes"),
    ("Not collected: passport numbers, photographs.", "Collected: passport numbers, photographs."),
    ("We shall not sell your data.", "We shall now sell your data."),
    ("Neither your notes nor your contacts are scanned.", "Either your notes or your contacts are scanned."),
    ("We do not sell the data of users under 18.", "We do not sell the data of users under 16."),
    ("We keep logs for 1 to 3 months.", "We keep logs for 1 to 3 years."),
    ("We keep logs for 90 days unless you ask us to delete them sooner.", "We keep logs for 90 days."),
    ("We do not share your notes with anyone.", ""),
    ("We do not sell, rent or lease your data.", "We do not sell your data."),
    ("We never sell your data and never share it with advertisers.", "We never sell your data."),
    ("We do not sell your data.", "We do not sell your data without your consent."),
    ("We do not sell your data.", "We do not sell your data. We may share aggregated statistics with partners."),
    ("We do not sell your data.", "We do not believe that we sell your data."),
    ("We have not sold your data in the last 12 months.", "We have sold your data in the last 12 months."),
    ("Location: not collected", "Location: collected"),
    ("Sale of data: no", "Sale of data: yes"),
    (
        "| | Shared | Sold |\n|---|---|---|\n| Name | Yes | No |\n| Email | Yes | No |",
        "| | Shared | Sold |\n|---|---|---|\n| Name | Yes | No |\n| Email | Yes | Yes |",
    ),
    ("The annual fee is €1,000.", "The annual fee is €10,000."),
    ("The fee is $1.00.", "The fee is $100."),
    ("We will not discriminate against you if you use your rights.", "We may charge a different price if you use your rights."),
    ("We may terminate with 30 days' notice.", "We may terminate with 5 days' notice."),
    ("We do not keep logs for more than 30 days.", "We do not keep logs for more than 60 days."),
    ("We do not show ads to users under 18.", "We do not show ads to users under 13."),
    ("The annual fee is €1.000,50.", "The annual fee is €1.200,50."),
    (
        "| Question | Answer |\n|---|---|\n| Do you sell my data? | No |\n| Can I export my data? | Yes |",
        "| Question | Answer |\n|---|---|\n| Do you sell my data? | Yes |\n| Can I export my data? | No |",
    ),
    ("We do not sell personal information to data brokers or advertisers.", "We do not sell personal information to data brokers."),
    ("We answer your request within one month.", "We answer your request as soon as we reasonably can."),
    ("You may dispute a charge within 60 days.", "You may dispute a charge within 10 days."),
    ("Any claim must be brought within two years.", "Any claim must be brought within one year."),
    ("Do you sell my data? No.", "Do you sell my data? Yes."),
    ("**Do you sell my data?**\n\nNo.", "**Do you sell my data?**\n\nSometimes."),
    (
        "You must give us 10 days' notice before you close a business account.",
        "You must give us 60 days' notice before you close a business account.",
    ),
    ("You have 30 days to recover a deleted note.", "You have 7 days to recover a deleted note."),
    ("We keep logs for half a year.", "We keep logs for two years."),
    ("Refund requests must reach us within 30 days.", "Refund requests must reach us within 7 days."),
    ("Is my data sold? No.", "Is my data sold? Yes."),
    ("Do you train AI on my routes? No.", "Do you train AI on my routes? Yes."),
    ("Do you train AI on my routes? No.", "Do you train AI on my routes?"),
    ("Do you share my location? Only if you ask.", "Do you share my location? Yes."),
    ("### Do you sell my data?\n\nNo.", "### Do you sell my data?\n\nYes."),
    ("You must keep your receipts for 6 months.", "You must keep your receipts for 12 months."),
    ("You must respond to our verification email within 7 days.", "You must respond to our verification email within 2 days."),
    ("You can restore a closed account for 90 days.", "You can restore a closed account for 14 days."),
    ("You must give notice of a claim within 60 days.", "You must give notice of a claim within 10 days."),
    ("You may terminate with 30 days' notice.", "You may terminate with 90 days' notice."),
    (
        "We do not delete your notes before 60 days of inactivity have passed.",
        "We do not delete your notes before 30 days of inactivity have passed.",
    ),
    ("Fees that were charged by mistake are refunded.", "Fees that were charged by mistake are not refunded."),
    ("We delete your notes when you ask us to.", "We delete your notes when you ask us to, where it is technically feasible."),
    (
        "We will notify you by email of every change to this policy.",
        "We will notify you by email of every change to this policy that we consider significant.",
    ),
    ("We encrypt all of your notes.", "We encrypt some of your notes."),
    ("Your notes are always encrypted at rest.", "Your notes are generally encrypted at rest."),
    ("With your explicit consent, we share your location with partners.", "With your consent, we share your location with partners."),
    ("Personalised ads are off by default.", "Personalised ads are on by default."),
    (
        "Customers have the right to access, correct, erase and port their personal data.",
        "Customers have the right to access, correct and port their personal data.",
    ),
    ("Customers may object to direct marketing.", "Customers may object to direct marketing if they give reasons that Loomnote accepts."),
    ("Transfers between users are free.", "Transfers between users cost 1% of the amount."),
    ("Our total liability to you is limited to $1,000.", "Our total liability to you is limited to $100."),
    (
        "Our total liability to you is limited to the fees you paid in the last twelve months.",
        "Our total liability to you is limited to the fees you paid in the last three months.",
    ),
    (
        "Our total liability to you is limited to the greater of $100 and the fees you paid.",
        "Our total liability to you is limited to the lesser of $100 and the fees you paid.",
    ),
    ("You are not liable for unauthorised payments above $50.", "You are not liable for unauthorised payments above $500."),
    ("Breaches are reported to customers within 72 hours.", "Breaches are reported to customers within 72 business hours."),
    ("We do not collect fingerprints, face scans or voice prints.", "We do not collect fingerprints or face scans."),
    ("These terms do not require arbitration.", ""),
    ("We give your notes to no one but you.", "We give your notes to anyone but you."),
    ("You may sue Loomnote in court.", "Loomnote may sue you in court."),
    ("Loomnote indemnifies you against third-party claims.", "You indemnify Loomnote against third-party claims."),
    ("Loomnote pays you $20 for each day of delay.", "You pay Loomnote $20 for each day of delay."),
    ("You can cancel before the renewal date.", "You cannot cancel before the renewal date."),
    ("Loomnote cannot change the fees during the term.", "Loomnote can change the fees during the term."),
    ("Your notes are unread by our staff.", "Your notes are read by our staff."),
    ("Recordings are stored in encrypted form.", "Recordings are stored in unencrypted form."),
    ("Analytics data is anonymous.", "Analytics data is pseudonymous."),
    ("Usage data is deidentified before it is shared.", "Usage data is identified before it is shared."),
    ("Your liability to us is limited to $500.", "Your liability to us is limited to $5,000."),
    ("We keep logs for up to 30 days.", "We keep logs for at least 30 days."),
    ("The fee is $10 a year.", "The fee is $10 a month."),
    ("The fee is 0.5% of the amount.", "The fee is 5% of the amount."),
    ("You can always opt out.", "You cannot always opt out."),
    ("We honour Global Privacy Control signals.", "We do not honour Global Privacy Control signals."),
    ("We honour Global Privacy Control signals.", ""),
    ("We respond to Do Not Track signals.", "We do not respond to Do Not Track signals."),
    ("### What we share only if you agree\n\nLocation and contacts.", "### What we share\n\nLocation and contacts."),
    ("Only if you agree, we share:\n\n- location\n- contacts", "We share:\n\n- location\n- contacts"),
    ("Our liability for gross negligence is unlimited.", "Our liability for gross negligence is limited."),
    ("We share data if you agree and the law allows it.", "We share data if you agree or the law allows it."),
]
IN_FAVOUR = [
    ("Chat logs are stored for five years.", "Chat logs are discarded as soon as the chat ends."),
    ("Recordings of your calls are kept for seven years.", "Recordings of your calls are erased at once."),
    ("You receive 55 % of the revenue.", "You receive 70 % of the revenue."),
    (
        "We keep a copy of your passport for as long as you stay with us and for five years thereafter.",
        "We keep a copy of your passport for as long as you stay with us.",
    ),
    ("Do you sell my data? Yes, whenever we can.", "Do you sell my data? No, never."),
    ("We give you 10 days' notice of changes.", "We give you one month's notice of changes."),
    ("", "We do not use your notes to train AI models."),
    ("We may sell your personal information.", "We do not sell your personal information."),
    ("Your images may be used to train AI.", "Your images are not used to train AI."),
    ("We use your notes to improve our models unless you opt out.", "We use your notes to improve our models only if you opt in."),
    ("We share your email address with partners.", "We share your email address with partners only with your consent."),
    ("You can request a copy of your data for a fee of $15.", "You can request a copy of your data free of charge."),
    ("We keep deleted notes for 180 days.", "We keep deleted notes for thirty days."),
    ("The monthly fee is $7.50.", "The monthly fee is $5."),
    (
        "We collect your name, email address, time zone, contacts and precise location.",
        "We collect your name, email address and time zone.",
    ),
    ("Any dispute will be resolved by binding individual arbitration, and you waive your right to a class action.", ""),
    ("We do not knowingly collect data from children under 13.", "We do not knowingly collect data from children under 16."),
    ("We delete your notes within 90 days of your request.", "We delete your notes within 30 days of your request."),
    ("We keep logs for 90 days.", "We keep logs for 90 days unless you ask us to delete them sooner."),
    ("We do not sell your data.", "We do not sell your data, and we do not share it for cross-context advertising."),
    ("We have not sold your data in the last 12 months.", "We do not sell your data."),
    ("We may terminate with 30 days' notice.", "We may terminate with 90 days' notice."),
    ("We do not keep logs for more than 30 days.", "We do not keep logs for more than 10 days."),
    ("We do not sell personal information to data brokers.", "We do not sell personal information to data brokers or advertisers."),
    (
        "You must give us 60 days' notice before you close a business account.",
        "You must give us 10 days' notice before you close a business account.",
    ),
    (
        "Customers have the right to access, correct and port their personal data.",
        "Customers have the right to access, correct, erase and port their personal data.",
    ),
    ("Our total liability to you is limited to $100.", "Our total liability to you is limited to $1,000."),
    ("You and Loomnote each waive the right to a jury trial.", "Neither you nor Loomnote waives the right to a jury trial."),
    ("We keep logs for at least 30 days.", "We keep logs for at most 30 days."),
    ("Late payments are charged 5% a month.", "Late payments are charged 1.5% a month."),
]
QUIET = [
    ("We keep your messages for a year.", "We keep your messages for twelve months."),
    ("We keep your messages for a fortnight.", "We keep your messages for 14 days."),
    ("Can I opt out? Yes.", "Can I opt out? Yes, in your settings."),
    ("You may cancel your subscription whenever you like.", "You may cancel your subscription whenever it suits you."),
    ("The plan costs EUR 5 a month.", "The plan costs 5 euros a month."),
    ("We collect:\n\n- name\n- email address\n- time zone", "We collect your name, email address and time zone."),
    ("We keep deleted notes for 12 months.", "We keep deleted notes for one year."),
    ("We keep deleted notes for 30 days.", "We keep deleted notes for thirty (30) days."),
    (
        "| Data | Period |\n|---|---|\n| Order records | 6 years |\n| Browsing history | 30 days |",
        "| Data | Period |\n|---|---|\n| Browsing history | 30 days |\n| Order records | 6 years |",
    ),
    ("Our help address is help@acme.example.", "Our help address is help@loom.example."),
    (
        "Third parties that offer sales, consulting or support may see your ticket.",
        "Third parties that offer sales, consulting, training or support may see your ticket.",
    ),
    ("We do not sell your personal information.", "We do not sell your personal data."),
    ("We do not sell your personal information.", "Your personal information is not sold by us."),
    ("We will never sell your data to third parties.", "Your data will never be sold to third parties."),
    ("We don't rent or sell your personal information to anyone.", "We do not sell or rent your personal information to anyone."),
    ("We use cookies to remember your settings.", "Cookies are used to remember your settings."),
    ("Your messages are not used to train AI models.", "We do not use your messages to train AI models."),
    ("We do not use your messages to train artificial intelligence models.", "We do not use your messages to train AI models."),
    ("Invoices are kept for six years.", "Invoices are retained for 6 years."),
    ("Personal data is encrypted in transit.", "Personal data is encrypted while in transit."),
    ("We'll notify you by e-mail before a change takes effect.", "We will notify you by email before a change takes effect."),
    ("We do not sell “personal information” – not now, not ever.", 'We do not sell "personal information" - not now, not ever.'),
    (
        "We analyse usage to personalise the service and honour your preferences.",
        "We analyze usage to personalize the service and honor your preferences.",
    ),
    ("We collect:\n\n- name\n- email address\n- time zone", "We collect:\n\n- time zone\n- name\n- email address"),
    ("We collect:\n\n(a) name;\n(b) email address;\n(c) time zone.", "We collect:\n\n(i) name;\n(ii) email address;\n(iii) time zone."),
    ("We share your name with carriers. They deliver the goods to you.", "We share your name with carriers, who deliver the goods to you."),
    ("You can access, correct and delete your data.", "You can access your data. You can also correct it and delete it."),
    ("We do not sell your personal information.", "Loomnote does not sell your personal information."),
    ("See our [cookie page](https://loomnote.example/cookies).", "See our [cookie page](https://www.loomnote.example/legal/cookies-v2)."),
    ("Quill Assistant does not store your questions.", "Quill Copilot does not store your questions."),
    (
        "We will not use your notes for advertising.",
        "We will not use your notes for advertising. (Loomnote was formerly known as Acme Notes.)",
    ),
    ("Acme does not sell your data.", "Acme (formerly Acme Labs) does not sell your data."),
    (
        "The General Data Protection Regulation gives you the right to erasure.",
        'The General Data Protection Regulation ("GDPR") gives you the right to erasure.',
    ),
    (
        "Under the California Consumer Privacy Act you may ask us to delete your personal information.",
        "Under the CCPA you may ask us to delete your personal information.",
    ),
    ("We keep backups no longer than 30 days.", "We keep backups for at most 30 days."),
    ("We keep backups for up to 2 weeks.", "We keep backups for up to 14 days."),
    ("We won't share your notes unless you tell us to.", "We will share your notes only if you tell us to."),
    ("We share your notes only with your consent.", "We do not share your notes without your consent."),
    ("We obtain your consent before we share your notes.", "Before we share your notes, we ask for your permission."),
    ("There is no charge for closing an account.", "Closing an account is free."),
    ("Your data is encrypted.", "Your data is encrypted. We rotate the colours of our office badges."),
    ("You may not rent, lease, lend or sell the service.", "You may not rent, lease, sell or sublicense the service."),
    ("We keep information in strict confidence.", "We treat information as strictly confidential."),
    ("Our apps use fewer than ten cookies to keep you signed in.", "Our apps use a small number of cookies to keep you signed in."),
    ("We have kept our prices stable for 5 years.", "We have kept our prices stable for 10 years."),
    ("Students over 65 get a discount.", "Students over 60 get a discount."),
    ("We keep logs for 30 days.", "We keep logs for about 30 days."),
    ("The monthly fee is USD 10.", "The monthly fee is $10.00."),
    ("We do not sell or share your data.", "We do not sell your data. We do not share it either."),
    ("We do not sell your data.", "We do not sell your data to anybody, for any reason."),
    ("We do not sell your data.", "We promise not to sell your data."),
    ("If you decline, we will not share your notes.", "We will not share your notes if you decline."),
    ("We use AI to suggest tags.", "Our AI suggests tags."),
    ("You are entitled to a copy of your data.", "You have the right to receive a copy of your data."),
    ("To exercise your rights, email us.", "To exercise your rights, write to us by email or use the form."),
    ("", "## Informal talks\n\nPlease talk to us before you do anything else."),
    ("Nothing in these terms limits liability for fraud.", "These terms do not limit liability for fraud."),
    ("Personal data is disclosed to couriers.", "Personal data is disclosed to delivery companies."),
    ("Data is erased or anonymised after use.", "Data is anonymised or erased after use."),
    ("We may disclose data to comply with the law.", "We may disclose data in order to comply with the law."),
    ("We collect your I.P. address.", "We collect your Internet Protocol (IP) address."),
    ("We collect the following: name, email.", "We collect the following information: your name and your email."),
    ("In this policy, “personal information” means information about you.", "In this policy, “personal data” means information about you."),
    ("", "We publish a podcast about note-taking."),
    ("We won a privacy award in 2023.", "We won a privacy award in 2023 and 2024."),
    ("We host data in Frankfurt.", "We host data in our Frankfurt data centre."),
    ("Fees: €1,000 a year.", "Fees: €1.000,50 a year."),
    ("You must be over 18.", "You must be 18 or over."),
    ("Loomnote Assistant does not keep your prompts.", "Loomnote does not keep your prompts."),
    ("Loomnote has kept its promises for 3 years.", "Loomnote has kept its promises for 8 years."),
    ("Users aged 65 and over pay half price.", "Users aged 60 and over pay half price."),
    ("We do not share your notes without a court order.", "We share your notes only under a court order."),
    ("We share your data only with your consent.", "Only with your consent do we share your data."),
    ("We will not contact you unless you subscribe.", "We will contact you only if you subscribe."),
    ("No personal data is used for advertising.", "We do not use any personal data for advertising."),
    ("We use data for nothing but the service.", "We use data for the service only."),
    ("We refrain from selling your data.", "We do not sell your data."),
    ("Nobody but you can read your notes.", "Only you can read your notes."),
    ("Your data is never for sale.", "We never sell your data."),
    ("We cannot read your notes.", "We are unable to read your notes."),
    ("We have no access to your notes.", "We cannot access your notes."),
    ("You may opt out at any time.", "You may at any time opt out."),
    ("We delete your data when you close your account.", "When you close your account, your data is deleted."),
    ("We delete your data when you close your account.", "Closing your account deletes your data."),
    ("We use cookies with your consent.", "If you consent, we use cookies."),
    ("We do not permit third parties to use your data for advertising.", "Third parties may not use your data for advertising."),
]

UNCLEAR = [
    ("We don't show ads, and we don't let advertisers target you.", ""),
    # A period of what, the table does not say.
    (
        "| Data | Period |\n|---|---|\n| Order records | 6 years |\n| Browsing history | 30 days |",
        "| Data | Period |\n|---|---|\n| Order records | 6 years |\n| Browsing history | 13 months |",
    ),
    ("We do not use your messages to train AI models.", "We do not use your messages to train third-party AI models."),
    ("", "Residents of California may ask us not to sell their personal information."),
    ("We have the right to share your data with our affiliates.", ""),
    ("Logs are kept for 7 years, messages for 30 days.", "Logs are kept for 30 days, messages for 7 years."),
    (
        "We never share information with:\n\n- advertisers\n- insurers\n- data brokers",
        "We never share information with:\n\n- advertisers\n- data brokers",
    ),
    (
        "We never share information with:\n\n- advertisers\n- data brokers",
        "We never share information with:\n\n- advertisers\n- insurers\n- data brokers",
    ),
    ("Disputes are heard in the courts of your home county.", "Disputes are heard in the courts of Wilmington, Delaware."),
    ("We do not sell your notes to advertisers.", "Advertisers do not sell your notes to us."),
    ("You must tell us of a dispute 60 days before you start a claim.", "You must tell us of a dispute 30 days before you start a claim."),
    ("We will not disclose your notes to your employer.", "Your employer will not disclose your notes to us."),
    ("Harbourline does not sell personal data to insurers.", "Insurers do not sell personal data to Harbourline."),
    ("We never share your email address with our partners.", "Our partners never share your email address with us."),
    (
        "We do not use notes from the app to advertise; we use them to train AI only if you ask.",
        "We do not use notes to train AI; we use them to advertise from the app only if you ask.",
    ),
    ("Sell my data? No", "Sell my data? Yes"),
    (
        "We share:\n\n- name\n\nOnly if you agree, we share:\n\n- location",
        "Only if you agree, we share:\n\n- name\n\nWe share:\n\n- location",
    ),
    ("Your request must be answered by you within 30 days.", "Your request must be answered by you within 10 days."),
    ("We pay a refund of $50 for late cards.", "We pay a refund of $5 for late cards."),
    ("We lower your monthly fee of $12 by $2 if you pay yearly.", "We lower your monthly fee of $12 by $1 if you pay yearly."),
    ("Fees are waived for balances above $500.", "Fees are waived for balances above $5,000."),
    ("We pay you a price of $30 for a used terminal.", "We pay you a price of $10 for a used terminal."),
    ("Discount: the fee is reduced by $8 a month.", "Discount: the fee is reduced by $3 a month."),
    (
        "By default, we use:\n\n- email address\n\nOnly if you switch it on, we use:\n\n- face scans",
        "By default, we use:\n\n- face scans\n\nOnly if you switch it on, we use:\n\n- email address",
    ),
    (
        "We share with sponsors:\n\n- nickname\n\nWe share with you alone:\n\n- heart rate",
        "We share with you alone:\n\n- nickname\n\nWe share with sponsors:\n\n- heart rate",
    ),
    (
        "### Kept for a week\n\nMessages and photos.\n\n### Kept for ten years\n\nInvoices.",
        "### Kept for ten years\n\nMessages and photos.\n\n### Kept for a week\n\nInvoices.",
    ),
    ("### Kept for a week\n\nMessages and photos.", "### Kept for ten years\n\nMessages and photos."),
    (
        "We share your location with Parcelway only. Parcelway keeps it for a day.",
        "We share your location with AdNimbus only. AdNimbus keeps it for a day.",
    ),
]
QUIET_BACKWARDS = [
    ("You have the right to opt out of marketing emails.", "You can unsubscribe from marketing emails."),
    (
        "You and Quillpay agree to resolve disputes by binding arbitration.",
        "Disputes between you and Quillpay will be resolved through binding arbitration.",
    ),
    ("The controller is Harbourline Limited.", "Harbourline Limited is the controller."),
    ("We will give you notice before changes take effect.", "Before changes take effect, you will be notified."),
]


OVERRATED = [
    ("We encrypt your notes at rest and in transit.", ""),
    ("We never, under any circumstances, sell your data.", "We never sell your data."),
]
"""What is told for nothing, as unclear or a loss, since the kind of document no longer presses a change down."""


@pytest.mark.xfail(strict=True, reason="The likelihood is just above the threshold; a higher one would leave out more that matters.")
@pytest.mark.parametrize(("old", "new"), OVERRATED)
def test_the_same_in_other_words_is_overrated(old: str, new: str) -> None:
    assert not is_told(gravest(old, new))


@pytest.mark.parametrize(("old", "new"), sampled(AGAINST, 4, rows=True))
def test_a_loss_is_told_as_one(old: str, new: str) -> None:
    change = gravest(old, new)
    assert is_told(change)
    assert change is not None
    assert change.direction is Direction.WEAKENS


@pytest.mark.parametrize(("old", "new"), IN_FAVOUR)
def test_a_gain_is_told_as_one(old: str, new: str) -> None:
    change = gravest(old, new)
    assert is_told(change)
    assert change is not None
    assert change.direction is Direction.STRENGTHENS


@pytest.mark.parametrize(("old", "new"), sampled(QUIET, 4, rows=True))
def test_the_same_in_other_words_is_not_told(old: str, new: str) -> None:
    assert not is_told(gravest(old, new))


@pytest.mark.parametrize(("old", "new"), UNCLEAR)
def test_what_matters_is_told_though_nobody_can_say_whom_it_serves(old: str, new: str) -> None:
    change = gravest(old, new)
    assert is_told(change)
    assert change is not None
    assert change.direction is Direction.UNCLEAR


@pytest.mark.parametrize(("old", "new"), QUIET_BACKWARDS)
def test_the_same_in_other_words_is_not_told_the_other_way_round(old: str, new: str) -> None:
    assert not is_told(gravest(new, old))


@pytest.mark.parametrize(("old", "new"), sampled(AGAINST, 4, rows=True))
def test_the_reverse_of_a_loss_is_no_loss(old: str, new: str) -> None:
    change = gravest(new, old)
    assert change is not None
    assert change.direction is not Direction.WEAKENS


@pytest.mark.parametrize(("old", "new"), IN_FAVOUR)
def test_the_reverse_of_a_gain_is_no_gain(old: str, new: str) -> None:
    change = gravest(new, old)
    assert change is not None
    assert change.direction is not Direction.STRENGTHENS
