"""What a page says about itself: sentences that are no evidence, and pages of nothing else."""

import pytest

from research.text.page_furniture import is_furniture, why_withheld, without_furniture
from research.text.words.word_lists import list_names

HUMAN, REFUSAL, MISSING, FAULT, SCRIPT, CONSENT, PAYWALL, LOGIN, NO_SITE = list_names(
    "withheld_pages"
)
FERRY = "The ferry to the island sails twice a day from the old harbour, at seven and at noon. "

WITHHELD = [
    (HUMAN, "Vessa Post", ("Please verify you are a human. Press & Hold to confirm you are a human "
     "(and not a bot). Reference ID 5f3a-11ee.")),
    (HUMAN, "Pardon Our Interruption", ("As you were browsing something about your browser made us "
     "think you were a bot. There are a few reasons this might happen.")),
    (HUMAN, "", ("Our systems have detected unusual traffic from your computer network. This page "
     "checks to see if it's really you sending the requests. I'm not a robot.")),
    (HUMAN, "vessapost.test", "Please enable JS and disable any ad blocker."),
    (REFUSAL, "451", ("Unavailable due to legal reasons\nYou come from a country belonging"
     " to the European Economic Area, and so access to the ferry page cannot be granted.")),
    (MISSING, "Oops!", "Oops! That page can’t be found.\nNothing was found at this location."),
    (MISSING, "Sorry", "This story about the ferry is no longer available. Search our archive."),
    (MISSING, "Niet gevonden", "De pagina over de veerboot bestaat niet meer."),
    (FAULT, "The ferry", "We are currently performing scheduled maintenance. Come back later."),
    (CONSENT, "Vessa", ("Weiterlesen mit Werbung und Tracking, Zustimmung jederzeit widerrufbar.\n"
     "Weiterlesen ohne Tracking für 2,99 Euro im Monat.")),
    (PAYWALL, "Ferry", (f"{FERRY}\nRegister for free to read the rest of this article. Already "
     "registered?")),
    (LOGIN, "Sign in", "You need an account to see the ferry page. Please log in with a password."),
    (LOGIN, "Vessa", "Bitte melden Sie sich an, um die Seite der Fähre zu sehen."),
    (NO_SITE, "vessa.test", "This domain is for sale. The sponsored listings are of a broker."),
    (NO_SITE, "Welcome to nginx!", "If you see this page, the web server works."),
    (HUMAN, "Nur einen Moment…", ("Bestätigen Sie, dass Sie ein Mensch sind. Dies kann einige "
     "Sekunden dauern.")),
    (HUMAN, "安全验证", "请完成安全验证后继续访问。"),
    (REFUSAL, "403 Forbidden", "403 Forbidden\nnginx"),
    (REFUSAL, "Error", ("Sorry, you have been blocked. You are unable to access vessapost.test. "
     "Why have I been blocked?")),
    (REFUSAL, "Zugriff verweigert", "Sie haben keine Berechtigung, die Seite der Fähre zu sehen."),
    (REFUSAL, "Vessa Post", "This content is not available in your country due to legal reasons."),
    (REFUSAL, "Accès refusé", "Vous n'êtes pas autorisé à consulter la page du bac de Vessa."),
    (REFUSAL, "アクセスが拒否されました", ("アクセスが拒否されました\nこのサーバー上の"
     "ページにアクセスする権限がありません。渡し船のページをご覧になるには管理者にお問い合わせください。")),
    (REFUSAL, "تم رفض الوصول", "ليس لديك إذن لعرض صفحة العبّارة على هذا الخادم."),
    (REFUSAL, "접근 거부", "이 서버에서 나룻배 페이지를 볼 수 있는 접근 권한이 없습니다."),
    (FAULT, "त्रुटि", "एक त्रुटि हुई। नौका का पृष्ठ बाद में देखें।"),
    (MISSING, "404 - Vessa Post", "Uh-oh. We can't find the page about the ferry."),
    (MISSING, "Seite nicht gefunden", "Leider wurde die gesuchte Seite über die Fähre verschoben."),
    (MISSING, "Página no encontrada | Vessa", "Lo sentimos, la página que busca ya no existe."),
    (MISSING, "Vessa", "お探しのページが見つかりません。移動または削除された可能性があります。"),
    (MISSING, "Страница не найдена", "Запрашиваемая страница о пароме удалена или перемещена."),
    (FAULT, "Vessa Post", "Something went wrong. Please try again later."),
    (FAULT, "503 Service Unavailable", "The server is under maintenance and will be back soon."),
    (FAULT, "Wartungsarbeiten", "Wegen Wartungsarbeiten sind die Seiten der Fähre nicht da."),
    (FAULT, "Erreur", "Une erreur est survenue. Le site est temporairement indisponible."),
    (SCRIPT, "Vessa Post", "You need to enable JavaScript to run this app."),
    (SCRIPT, "Vessa", "JavaScript is disabled. Please enable JavaScript to read of the ferry."),
    (CONSENT, "Before you continue", ("We and our partners store and/or access information on a "
     "device, such as cookies. You can accept all or manage preferences. Reject all. Accept all.")),
    (CONSENT, "Die Fähre", ("Wir und unsere Partner nutzen Daten. Mit Werbung weiterlesen oder "
     "werbefrei lesen mit dem Pur-Abo. Alle akzeptieren. Einstellungen verwalten.")),
    (CONSENT, "Le bac", ("Nous et nos partenaires utilisons des cookies. Tout accepter. Continuer "
     "sans accepter. Paramétrer les cookies.")),
    (CONSENT, "El ferry", ("Valoramos tu privacidad. Nosotros y nuestros socios almacenamos "
     "información en un dispositivo. Aceptar todo. Rechazar todo.")),
    (CONSENT, "Il traghetto", ("Noi e i nostri partner utilizziamo cookie. Accetta tutto. Continua "
     "senza accettare.")),
    (PAYWALL, "The ferry", (f"{FERRY}This article is for subscribers only. Log in to continue or "
     "start your free trial.")),
    (PAYWALL, "Die Fähre", (f"{FERRY}\nJetzt weiterlesen mit dem Probeabo. Bereits Abonnent? Hier "
     "anmelden. Monatlich kündbar.")),
    (PAYWALL, "Le bac", (f"{FERRY}\nArticle réservé aux abonnés. Il vous reste 80 % à lire. Déjà "
     "abonné ?")),
    (PAYWALL, "El ferry", f"{FERRY}\nPara seguir leyendo, suscríbete. ¿Ya eres suscriptor?"),
    (PAYWALL, "フェリー", ("島へのフェリーは一日二回出ている。\nこの記事は有料会員限定です。"
     "続きを読むには会員登録が必要です。")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "title", "text"), WITHHELD)
def test_a_page_in_the_place_of_what_was_asked_for_is_known(
    kind: str, title: str, text: str
) -> None:
    assert why_withheld([title], text) == kind


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("How captchas work", "A captcha asks you to verify you are human. " + FERRY * 4),
        ("Access denied: the harbour closes", "The town closed the harbour gate. " + FERRY * 3),
        ("Access denied to ferry records", "Access denied to ferry records\n" + FERRY * 2),
        (
            "Papers and walls",
            "A third of papers asked readers to subscribe to read more than five "
            "free articles. " + FERRY * 5,
        ),
        ("What a 404 error is", "A 404 error tells that there is no such address. " + FERRY * 5),
        ("Ferry page not found guilty", FERRY * 3),
        ("The ferry", FERRY * 10 + "Subscribe now. Already a subscriber? Log in."),
        ("The ferry", FERRY + "Subscribe to our newsletter."),
        ("The ferry", FERRY * 2 + "We use cookies. Accept all."),
        ("The ferry", FERRY * 2 + "An error occurred. Please try again later."),
        ("404 days at sea", "Per Aune spent 404 days at sea. " + FERRY * 2),
        ("Just a moment of rest", FERRY * 2),
        ("Just a moment...", FERRY * 30),
    ],
)
def test_an_article_is_not_withheld(title: str, text: str) -> None:
    assert why_withheld([title], text) == ""


def test_a_page_that_says_that_it_is_paid_needs_one_phrase() -> None:
    text = f"{FERRY}Subscribe now."
    assert why_withheld(["The ferry"], text) == ""
    assert why_withheld(["The ferry"], text, is_paid=True) == PAYWALL
    assert why_withheld(["The ferry"], FERRY * 10 + "Subscribe now.", is_paid=True) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "An error has occurred, please try again later.",
        "Oops, something went wrong while loading the comments.",
        "To order presentation-ready copies for your colleagues, contact Reprints at 1-800-1.",
        "Get unlimited access for 1 euro a week.",
        "Enjoy unlimited digital access for $4 a month for the first year.",
        "“Subscribe to keep reading.”",
        "Sign up for our newsletter and get the ferry news delivered to your inbox.",
        "Copyright 2024 Vessa Post.",
        "This material may not be published, broadcast, rewritten, or redistributed.",
        "By clicking Sign up you agree to our terms of use.",
        "© Vessa Post",
        "Read more: How the ferry got its name",
        "Lesen Sie auch: Wie die Fähre zu ihrem Namen kam",
        "Abonnez-vous pour recevoir la lettre du port.",
        "To order copies for distribution to colleagues, visit www.vessareprints.test.",
        "For more information about reprints, contact the press of Vessa.",
        "Jetzt Newsletter abonnieren und nichts verpassen.",
        "Free shipping on orders over $45.",
        "Reach the reporter at ida@vessa.test.",
        "This story has been shared 1,204 times.",
        "The views expressed are those of the author.",
        "Details can be found in our roundup of ferry tickets.",
        "Be sure to check out the guide to this summer's crossings.",
        "For more information, visit the harbour's office.",
        "Why the ferry of Vessa failed the council [INSIGHT]|",
        "DON'T MISS",
        "The line takes 20 euros off a season's ticket with promo code HARBOUR.",
    ],
)
def test_furniture(sentence: str) -> None:
    assert is_furniture(sentence)
    assert without_furniture(f"{FERRY}\n{sentence}\n{FERRY}") == f"{FERRY}\n{FERRY}"


@pytest.mark.parametrize(
    "sentence",
    [
        FERRY,
        "The line offers unlimited rides on the ferry for 90 euros a month.",
        "Errors occurred in 12 of the 40 meters, the inspector found.",
        "Subscribers paid 12 million euros to the paper in 2023.",
        "Copyrighted maps of the harbour were sold for years.",
        "Loadings at the quay grew by nine percent.",
        "The company said an error had occurred in its ledger of 2019.",
        "Related parties hold a third of the shares of the ferry line.",
        "The opinions expressed by 400 voters were counted in May.",
        "Freely shipped goods are a tenth of the cargo of the port.",
        "The mark [NATO] stands on each of the quays.",
        "He joined the agency that runs the harbour's programme [NASA]",
        "Don't miss the last ferry, the council told its guests of 2019.",
        "Trendings of the tide are measured at the pier.",
        "To learn more of the tide, the harbour sank twelve gauges off the pier.",
        "Checkouts at the ferry's shop fell by a tenth in May.",
        "The latest deals between the ferry lines end the dispute over the quay.",
    ],
)
def test_what_is_reported_is_no_furniture(sentence: str) -> None:
    assert not is_furniture(sentence)


def test_a_line_with_something_to_say_keeps_its_furniture() -> None:
    line = f"{FERRY}Subscribe to keep reading."
    assert without_furniture(line) == line
