"""Triage by the shipped handbook: what Omar writes, and what is made of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportops.actions.policy import current
from supportops.core.phrases import Cues, Index, fold, tokens, words
from supportops.core.ticket import Priority
from supportops.core.triage import TriageFacts, TriagePolicy, triage

POLICY = current().triage


def read(text: str, subject: str = "", **about):
    return triage(TriageFacts(subject, text, **about), POLICY)


@pytest.mark.parametrize(
    ("tier", "text", "priority", "rule"),
    [
        # P0: an outage-class phrase from an enterprise customer, or more than 100 people affected
        ("enterprise", "Your whole site is down.", "P0", "outage-tier"),
        ("enterprise", "We suspect a data breach.", "P0", "outage-tier"),
        ("enterprise", "Nobody can log in", "P0", "outage-tier"),
        ("free", "The site is down for all 250 of our users", "P0", "many-people"),
        ("free", "300 people see an error", "P0", "many-people"),
        ("free", "1,200 customers cannot pay, the page is broken", "P0", "many-people"),
        ("free", "The export is not working for hundreds of users", "P0", "many-people"),
        # P1: a fault-class phrase from business or enterprise, revenue, or an outage without P0's other condition
        ("business", "The export is not working", "P1", "fault-tier"),
        ("enterprise", "We get an error on saving", "P1", "fault-tier"),
        ("business", "There is a billing issue", "P1", "fault-tier"),
        ("free", "We are losing money", "P1", "revenue"),
        ("free", "The site is down", "P1", "outage"),
        ("business", "The site is down for 100 users", "P1", "outage"),
        # P3: enhancement words or category
        ("enterprise", "A feature request: dark mode", "P3", "enhancement"),
        ("free", "I have a suggestion", "P3", "enhancement"),
        ("free", "Is a dark mode on the roadmap?", "P3", "enhancement-category"),
        # P2: anything else
        ("free", "The export is not working", "P2", "default"),
        ("pro", "We get an error on saving", "P2", "default"),
        ("enterprise", "How do I add a colleague?", "P2", "default"),
        ("enterprise", "We have 500 users", "P2", "default"),
    ],
)
def test_auto_priority_rules(tier, text, priority, rule):
    decision = read(text, tier=tier).priority
    assert (decision.value, decision.rule) == (priority, f"priority.{rule}")


@pytest.mark.parametrize("phrase", ["outage", "down", "data loss", "breach", "can't login all"])
def test_every_p0_keyword_of_the_methodology_counts(phrase):
    assert read(f"It is this: {phrase}", tier="enterprise").priority.value is Priority.P0


@pytest.mark.parametrize("phrase", ["broken", "not working", "error", "billing issue"])
def test_every_p1_keyword_of_the_methodology_counts(phrase):
    assert read(f"It is this: {phrase}", tier="business").priority.value is Priority.P1


@pytest.mark.parametrize("phrase", ["feature request", "nice to have", "suggestion"])
def test_every_p3_keyword_of_the_methodology_counts(phrase):
    assert read(f"It is this: {phrase}").priority.value is Priority.P3


@pytest.mark.parametrize(
    "text",
    [
        "Good news: it is no longer down.",
        "The site is not down.",
        "It isn't down any more",
        "There was no outage on our side",
        "We never had an outage",
        "Everything runs without errors",
        "What happens if it breaks?",
        "What if the whole region goes down?",
        "Who do we call should it go down?",
        "In case of an outage we need a plan",
        "Suppose the server is down",
        "Do you know whether there is an outage",
        "The outage is over",
        "The error has been fixed",
        "Please scroll down to the table",
        "I will download the file",
        "Let me break it down for you",
        "My laptop slows down",
        "I have written down the steps",
        "The drop down is empty",
        "We made a down payment",
        "Please calm down",
        "A breach of contract is another matter",
        "Das System ist nicht kaputt",
        "Es gab keinen Ausfall",
        "Was machen wir, wenn es ausgefallen ist?",
        "El servicio ya no está caído",
        "¿Qué pasa cuando hay una caída del servicio?",
        "Le service n'est plus en panne",
        "Que faire en cas de panne générale ?",
        "Kesinti yok",
        "Sistem bozuk değil",
    ],
)
def test_what_is_denied_supposed_over_or_meant_otherwise_does_not_count(text):
    decision = read(text, tier="enterprise").priority
    assert (decision.value, decision.rule) == ("P2", "priority.default")


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("No, it is down", "down"),  # the comma ends what "no" denies
        ("It is not slow but down", "down"),
        ("If I press save, I get an error", "error"),
        ("We do not know why for two days now the service is down", "down"),  # too far away
        ("It doesn't work", "doesn't work"),  # the phrase holds its own "no"
        ("No funciona", "No funciona"),
        ("Funktioniert nicht", "Funktioniert nicht"),
        ("The error is not fixed", "error"),
        ("The error came after the mail on Monday was fixed", "error"),  # something else was fixed
        ("We would like to report an outage", "outage"),
        ("No access since the outage", "outage"),
        ("Home page down", "down"),
        ("The page is\nbroken", "broken"),  # mails are wrapped
        ("data\n  loss", "data loss"),
        ("It DOESN’T WORK", "DOESN'T WORK"),
        ("Çalışmıyor", "Çalışmıyor"),
        ("ÇALIŞMIYOR", "ÇALIŞMIYOR"),
        ("Sicherheitslücke", "Sicherheitslücke"),
    ],
)
def test_what_is_meant_counts_in_the_customers_own_spelling(text, evidence):
    decision = read(text, tier="enterprise").priority
    assert decision.value < Priority.P2
    assert decision.evidence[0] == evidence


def test_a_phrase_that_is_taken_back_is_named_with_its_reason():
    decision = read("It is no longer down.", tier="enterprise").priority
    assert decision.rejected == ((Priority.P0, "“down” does not count beside “no longer”."),)


@pytest.mark.parametrize(
    "text",
    [
        "Die Seite ist nicht erreichbar", "Totalausfall seit acht Uhr", "La plataforma está caída", "Nadie puede entrar", "Le site est en panne",
        "Personne ne peut se connecter", "Sistem çöktü", "Siteye erişilemiyor", "Güvenlik ihlali var",
    ],
)  # fmt: skip
def test_outages_are_known_in_five_languages(text):
    assert read(text, tier="enterprise").priority.value is Priority.P0


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("more than 100 users see an error", "P0"),
        ("over 100 users see an error", "P0"),
        ("100 users see an error", "P2"),
        ("101 users see an error", "P0"),
        ("an error for 10 of our 300 users", "P2"),
        ("an error for 150 of our 300 users", "P0"),
        ("an error for 2k users", "P0"),
        ("an error for 1 200 users", "P0"),
        ("an error for dozens of users", "P2"),
        ("an error for thousands of customers", "P0"),
        ("an error in 500 rows, users complain", "P2"),  # another clause
        ("an error for our users", "P2"),
        ("an error, and no 300 users were hit", "P2"),
        ("Fehler bei 3.000 Benutzern und 3.000 Kunden", "P0"),
        ("un error para 450 usuarios", "P0"),
        ("une erreur pour 450 utilisateurs", "P0"),
        ("450 kullanıcı hata alıyor", "P0"),
        ("100'den fazla kullanıcı hata alıyor", "P0"),
    ],
)
def test_affected_users_are_read_from_the_text(text, priority):
    assert read(text).priority.value == priority


def test_the_evidence_names_phrase_and_people():
    decision = read("An outage hits all 250 of our users").priority
    assert decision.evidence == ("outage", "250 of our users")
    assert decision.because == "“outage” affects “250 of our users”: more than 100 people."


def test_a_persons_choice_stands_and_the_rules_are_a_proposal():
    decision = read("The site is down", tier="enterprise", given=Priority.P3).priority
    assert (decision.value, decision.rule) == (Priority.P3, "priority.given")
    assert decision.rejected[0][0] is Priority.P0
    assert "The rules would say so" in decision.rejected[0][1]
    assert read("Hello", given=Priority.P2).priority.rejected == ()


@pytest.mark.parametrize(
    ("subject", "text", "category"),
    [
        ("Invoice 4711", "", "account.billing"),
        ("", "I forgot my password", "account.password"),
        ("Cannot log in", "", "account.login"),
        ("SAML with Okta", "", "technical.sso"),
        ("Question", "Our webhook gets no calls", "technical.webhook"),
        ("API", "The endpoint answers with HTTP 500", "technical.api"),
        ("", "How do I change my address?", "product.how_to"),
        ("", "The page is very slow", "product.performance"),
        ("Rechnung", "Wir wurden doppelt abgebucht", "account.billing"),
        ("Factura", "", "account.billing"),
        ("Mot de passe oublié", "", "account.password"),
        ("Şifremi unuttum", "", "account.password"),
        ("", "The thing is offline", "product.bug"),  # a fault that names no category
        ("Hello", "What a day", ""),
    ],
)
def test_categories(subject, text, category):
    assert read(text, subject).category.value == category


def test_the_subject_weighs_more_and_the_others_are_kept():
    decision = read("It came with my password and a login", "Invoice, please").category
    assert decision.value == "account.billing"
    assert decision.evidence == ("Invoice",)
    assert ("account.password", "Fewer words: password") in decision.rejected


@pytest.mark.parametrize(
    ("text", "code", "rule"),
    [
        ("Please help, the page is not there and we have to work with it", "en", "words"),
        ("Guten Tag, wir haben ein Problem mit der Rechnung", "de", "words"),
        ("Buenos días, no puedo entrar en la cuenta desde ayer", "es", "words"),
        ("Bonjour, nous avons un problème avec notre compte", "fr", "words"),
        ("Merhaba, bu sabah bir sorun var ve çok acil", "tr", "words"),
        ("Buongiorno, non ho più il mio account, grazie", "it", "words"),
        ("Olá, você pode ver o meu pedido? Não está certo, obrigado", "pt", "words"),
        ("Hallo, ik kan mijn account niet openen, graag hulp, bedankt", "nl", "words"),
        ("Dzień dobry, nie mam już dostępu, proszę o pomoc", "pl", "words"),
        ("Hej, jag kan inte logga in på min sida, tack", "sv", "words"),
        ("Здравствуйте, у нас не работает вход", "ru", "script"),
        ("Καλημέρα, δεν λειτουργεί", "el", "script"),
        ("לא עובד", "he", "script"),
        ("مرحبا، لا يعمل", "ar", "script"),
        ("यह काम नहीं कर रहा", "hi", "script"),
        ("ログインできません。サーバー停止", "ja", "script"),
        ("服务器无法访问", "zh", "script"),
        ("로그인이 안 됩니다", "ko", "script"),
        ("ใช้งานไม่ได้", "th", "script"),
        ("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "en", "fallback"),
        ("XK-4711", "en", "fallback"),
        ("", "en", "fallback"),
        ("the und", "en", "fallback"),  # a draw
        ("The tower Ω of the city is in the middle of it", "en", "words"),  # a letter is no script
    ],
)
def test_languages(text, code, rule):
    decision = read(text).language
    assert (decision.value, decision.rule) == (code, f"language.{rule}")


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Thank you, this is excellent", "positive"),
        ("This is unacceptable and ridiculous, though the design is great", "negative"),
        ("I am not happy", "negative"),
        ("I am not angry", "neutral"),
        ("We need this immediately, it is terrible", "urgent"),
        ("This is not urgent", "neutral"),
        ("Where is the button?", "neutral"),
        ("Das ist eine Frechheit", "negative"),
        ("Es urgente", "urgent"),
    ],
)
def test_sentiment(text, sentiment):
    assert read(text).sentiment.value == sentiment


def test_what_spoke_against_a_sentiment_is_kept():
    decision = read("It is urgent. It is terrible.").sentiment
    assert decision.evidence == ("urgent",)
    assert decision.rejected == (("negative", "“terrible” weighs less."),)


def test_tags_come_from_words_and_say_which():
    decision = read("I want my money back or I call my lawyer").tags
    assert decision.value == ("legal", "refund")
    assert decision.because == "Tagged legal by “lawyer”, refund by “money back”."
    assert read("Hello").tags.value == ()
    assert read("Nobody wants a refund, no lawyer").tags.value == ("refund",)


def test_only_the_beginning_of_a_very_long_message_is_read():
    assert read("word " * 5000 + "down", tier="enterprise").priority.value is Priority.P2


def test_a_handbook_without_a_category_for_faults_leaves_it_open():
    bare = TriagePolicy(POLICY.priority, POLICY.counting, POLICY.cues, {}, {}, {}, {})
    decision = triage(TriageFacts("", "The site is down"), bare)
    assert (decision.category.value, decision.category.rule) == ("", "category.none")
    assert decision.language.value == "en"


def test_the_longest_phrase_of_a_table_is_found_and_tables_do_not_mind_each_other():
    index = Index({"a": {"": {"en": ("billing", "billing issue", "...")}}, "b": {"x": {"en": ("billing",)}}}, Cues())
    found = index.find(*tokens("A billing issue"))
    assert [(hit.table, hit.key, hit.written) for hit in found] == [("a", "", "billing issue"), ("b", "x", "billing")]


def test_words_are_folded_alike_everywhere():
    assert words("İSTANBUL ıssız ISSIZ") == ["istanbul", "issiz", "issiz"]
    assert words("Can’t e-mail 1,200 Cafe\u0301s!") == ["can't", "e", "mail", "1,200", "cafés"]
    assert fold("  Straße\n 7 ") == " strasse 7 "
    assert fold("!") == "  "


@given(st.text(max_size=400))
@settings(max_examples=200)
def test_any_text_is_decided_with_reasons(text):
    decided = read(text, tier="business")
    for decision in (decided.priority, decided.category, decided.language, decided.sentiment, decided.tags):
        assert decision.because.endswith(".")
        assert decision.rule
    assert len(tokens(text)[0]) == len(tokens(text)[1])


@given(
    st.lists(
        st.sampled_from([*"a1. ,'\n()", "down ", "not ", "if ", "1,200 ", " users", "data ", "loss ", "İ", "\u0307"]), max_size=200
    ).map("".join)
)
@settings(max_examples=200)
def test_evidence_is_always_words_of_the_text(text):
    decision = read(text, tier="enterprise").priority
    for evidence in decision.evidence:
        assert words(evidence) == [word for word in words(evidence) if word in words(text)]
