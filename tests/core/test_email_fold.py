"""What is new in a mail, its signature, and its quoted history."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supportops.core.email.fold import Folded, fold

QUOTE = "> Which lamp did you order?\n> Kind regards, Ada"

OPENERS = {
    "en": "On Mon, 5 Mar 2026 at 10:00, Ada Byron <ada@desk.example> wrote:",
    "de": "Am Mo., 5. März 2026 um 10:00 Uhr schrieb Ada Byron <ada@desk.example>:",
    "es": "El lun, 5 mar 2026 a las 10:00, Ada Byron (<ada@desk.example>) escribió:",
    "fr": "Le lun. 5 mars 2026 à 10:00, Ada Byron <ada@desk.example> a écrit :",
    "tr": "Ada Byron <ada@desk.example>, 5 Mar 2026 Pzt, 10:00 tarihinde şunu yazdı:",
    "ar": "في الاثنين، 5 مارس 2026 في 10:00 ص تمت كتابة ما يلي بواسطة ‪Ada Byron‬‏ <‪ada@desk.example‬‏>:",
    "it": "Il giorno lun 5 mar 2026 alle ore 10:00 Ada Byron <ada@desk.example> ha scritto:",
    "nl": "Op ma 5 mrt 2026 om 10:00 schreef Ada Byron <ada@desk.example>:",
    "pt": "Em seg., 5 de mar. de 2026 às 10:00, Ada Byron <ada@desk.example> escreveu:",
    "pl": "pon., 5 mar 2026 o 10:00 Ada Byron <ada@desk.example> napisał(a):",
    "sv": "Den mån 5 mars 2026 kl 10:00 skrev Ada Byron <ada@desk.example>:",
    "da": "Den man. 5. mar. 2026 kl. 10.00 skrev Ada Byron <ada@desk.example>:",
    "nb": "man. 5. mars 2026 kl. 10:00 skrev Ada Byron <ada@desk.example>:",
    "fi": "ma 5. maalisk. 2026 klo 10.00 Ada Byron (ada@desk.example) kirjoitti:",
    "cs": "po 5. 3. 2026 v 10:00 odesílatel Ada Byron <ada@desk.example> napsal:",
    "ru": "пн, 5 мар. 2026 г. в 10:00, Ada Byron <ada@desk.example>:",
    "ja": "2026年3月5日(月) 10:00 Ada Byron <ada@desk.example>:",
    "zh": "Ada Byron <ada@desk.example> 于2026年3月5日周一 10:00写道：",
    "ko": "2026년 3월 5일 (월) 오전 10:00, Ada Byron <ada@desk.example>님이 작성:",
}

DIVIDERS = {
    "en": "-----Original Message-----",
    "de": "-----Ursprüngliche Nachricht-----",
    "es": "-----Mensaje original-----",
    "fr": "-----Message d'origine-----",
    "tr": "-----Özgün İleti-----",
    "ar": "-----الرسالة الأصلية-----",
    "it": "-----Messaggio originale-----",
    "nl": "-----Oorspronkelijk bericht-----",
    "pt": "-----Mensagem original-----",
    "pl": "-----Wiadomość oryginalna-----",
    "sv": "-----Ursprungligt meddelande-----",
    "da": "-----Oprindelig meddelelse-----",
    "nb": "-----Opprinnelig melding-----",
    "fi": "-----Alkuperäinen viesti-----",
    "cs": "-----Původní zpráva-----",
    "ru": "-----Исходное сообщение-----",
    "ja": "-----元のメッセージ-----",
    "zh": "-----原始邮件-----",
    "ko": "-----원본 메시지-----",
}

HEADER_BLOCKS = {
    "en": ("From", "Sent", "To", "Subject"),
    "de": ("Von", "Gesendet", "An", "Betreff"),
    "es": ("De", "Enviado el", "Para", "Asunto"),
    "fr": ("De", "Envoyé", "À", "Objet"),
    "tr": ("Kimden", "Gönderildi", "Kime", "Konu"),
    "ar": ("من", "تم الإرسال", "إلى", "الموضوع"),
    "it": ("Da", "Inviato", "A", "Oggetto"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp"),
    "pt": ("De", "Enviada em", "Para", "Assunto"),
    "pl": ("Od", "Wysłano", "Do", "Temat"),
    "sv": ("Från", "Skickat", "Till", "Ämne"),
    "da": ("Fra", "Sendt", "Til", "Emne"),
    "fi": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    "cs": ("Od", "Odesláno", "Komu", "Předmět"),
    "ru": ("От", "Отправлено", "Кому", "Тема"),
    "ja": ("差出人", "送信日時", "宛先", "件名"),
    "zh": ("发件人", "发送时间", "收件人", "主题"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
}

PHONES = [
    "Sent from my iPhone",
    "Get Outlook for Android<https://aka.ms/x>",
    "Von meinem iPhone gesendet",
    "Enviado desde mi iPhone",
    "Envoyé de mon iPhone",
    "iPhone'umdan gönderildi",
    "أرسلت من الآيفون",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Wysłane z iPhone'a",
    "Skickat från min iPhone",
    "Отправлено с iPhone",
    "iPhoneから送信",
    "나의 iPhone에서 보냄",
]


@pytest.mark.parametrize("language", OPENERS)
def test_an_opener_in_any_language_takes_its_quote_along(language):
    assert fold(f"The blue one.\n\n{OPENERS[language]}\n{QUOTE}\n") == Folded("The blue one.", "", f"{OPENERS[language]}\n{QUOTE}")


@pytest.mark.parametrize("language", OPENERS)
def test_a_clear_opener_needs_no_quote_marks_below(language):
    folded = fold(f"The blue one.\n\n{OPENERS[language]}\n\nWhich lamp did you order?\nAda")
    assert folded.new == "The blue one."
    assert folded.quoted.endswith("Which lamp did you order?\nAda")


@pytest.mark.parametrize("language", DIVIDERS)
def test_a_divider_in_any_language_begins_the_history(language):
    assert fold(f"The blue one.\n\n{DIVIDERS[language]}\nWhich lamp?").quoted == f"{DIVIDERS[language]}\nWhich lamp?"


@pytest.mark.parametrize("language", HEADER_BLOCKS)
def test_a_header_block_in_any_language_begins_the_history(language):
    values = ("Ada Byron", "5.3.2026 10:00", "Omar", "Lamp")
    block = "\n".join(f"{label}: {value}" for label, value in zip(HEADER_BLOCKS[language], values, strict=True))
    folded = fold(f"The blue one.\n________________________________\n{block}\n\nWhich lamp?")
    assert folded.new == "The blue one."
    assert folded.quoted.startswith("_____")
    assert fold(f"The blue one.\n\n{block}\n\nWhich lamp?").new == "The blue one."


@pytest.mark.parametrize("line", PHONES)
def test_the_line_a_phone_adds_is_signature(line):
    assert fold(f"The blue one.\n\n{line}\n") == Folded("The blue one.", line)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_an_opener_may_be_wrapped_over_lines(language):
    words = OPENERS[language].split(" ")
    for first in range(3, len(words)):
        folded = fold(f"The blue one.\n{' '.join(words[:first])}\n{' '.join(words[first:])}\n\n{QUOTE}")
        assert folded.new == "The blue one.", words[first:]


def test_a_wrapped_opener_that_begins_with_its_date_is_found_too():
    assert fold(f"Blue.\n2026年3月5日(月) 10:00 Ada Byron\n<ada@desk.example>:\n{QUOTE}").new == "Blue."


def test_answers_between_the_quotes_stay_and_the_quotes_go():
    folded = fold(f"{OPENERS['en']}\n> Which lamp?\nThe blue one.\n> Which order?\nNumber 4711.\n")
    assert folded.new == "The blue one.\n\nNumber 4711."
    assert folded.quoted == f"{OPENERS['en']}\n> Which lamp?\n\n> Which order?"
    assert folded.interleaved


def test_answers_between_quotes_that_lost_their_opener_are_found_too():
    folded = fold("> Which lamp?\nThe blue one.")
    assert (folded.new, folded.quoted, folded.interleaved) == ("The blue one.", "> Which lamp?", True)


def test_a_quote_that_somebody_makes_to_explain_stays_where_it_is():
    text = "Your page says\n> Error 500\nwhen I pay. Please help."
    assert fold(text) == Folded(text)


def test_a_python_session_in_a_report_is_not_history():
    text = "I typed\n>>> import lamp\n>>> lamp.on()\nand nothing happened."
    assert fold(text).new == text


def test_a_forwarded_mail_is_the_request_itself():
    text = "---------- Forwarded message ---------\nFrom: Eve <eve@other.example>\nSubject: Bill\nTo: Omar\n\nPay at once."
    assert fold(text) == Folded(text)
    apple = "Begin forwarded message:\n\n> From: Eve\n> Subject: Bill\n>\n> Pay at once."
    assert fold(apple) == Folded(apple)
    outlook = "-----Original Message-----\nFrom: Eve\n\nPay."
    assert fold(outlook).new == outlook


def test_below_words_of_the_senders_own_a_forwarded_mail_is_folded():
    folded = fold("Is this real?\n\n---------- Forwarded message ---------\nFrom: Eve\n\nPay at once.")
    assert (folded.new, folded.quoted[:10]) == ("Is this real?", "----------")


def test_an_answer_sent_off_empty_has_nothing_new():
    assert fold(f"{OPENERS['en']}\n{QUOTE}").new == ""
    assert fold(QUOTE).new == ""
    assert fold(f"\nSent from my iPhone\n\n{OPENERS['en']}\n{QUOTE}").new == ""


def test_the_reply_marker_ends_what_is_new():
    assert fold("Blue.\n\n##- Please type your reply above this line -##\n\nYour request").new == "Blue."
    assert fold("Blue.\n\n## please reply above this line\nYour request").new == "Blue."
    assert fold("Steps:\n## Heading of mine\ntext").new == "Steps:\n## Heading of mine\ntext"


def test_a_signature_with_its_space_may_be_long_and_one_without_may_not():
    lines = "\n".join(f"line {number}" for number in range(30))
    assert fold(f"Hi\n-- \n{lines}").signature.endswith("line 29")
    assert fold(f"Hi\n--\n{lines}").signature == ""
    assert fold("Hi\n--\nOmar").signature == "--\nOmar"


def test_a_signature_above_the_history_is_a_signature():
    folded = fold(f"Blue.\n-- \nOmar\nAcme\n\n{OPENERS['de']}\n{QUOTE}")
    assert (folded.new, folded.signature) == ("Blue.", "-- \nOmar\nAcme".replace("-- ", "--"))


@pytest.mark.parametrize(
    "text",
    [
        "Von: Berlin\nNach: Paris\nAm 5. Mai. Was kostet das?",
        "From: Berlin\nTo: Paris\nWhen: 5 May\nPlease quote.",
        "As I wrote on 3.4.:\nthe lamp is broken.",
        "On your remote host you can run:\n  telnet",
        "On 5 May I will travel. Please note:\nI am away.",
        "----- important -----\nplease read",
        "To do:\n-milk\n-bread",
        "The sign said:\nno entry",
        "Sent from my desk, which is easier than my phone.",
        "ORIGINAL MESSAGE\nwas lost",
    ],
)
def test_what_only_looks_like_history_stays_new(text):
    assert fold(text) == Folded(text)


def test_a_name_behind_a_dash_signs_only_as_a_last_paragraph():
    assert fold("Please help.\n\n-Omar Haddad").signature == "-Omar Haddad"
    assert fold("-Omar").new == "-Omar"
    assert fold("Please help.\n\n-no, not this time!").new == "Please help.\n\n-no, not this time!"


def test_a_line_of_underscores_begins_the_footer_of_a_list():
    assert fold("Hi\n\n_____________\nlist@acme.example").signature == "_____________\nlist@acme.example"


def test_an_empty_mail_is_empty():
    assert fold("") == fold(" \n\n ") == Folded("")


def test_a_header_block_at_the_very_top_has_no_rule_above():
    text = "\n\nFrom: Ada\nSubject: x\nTo: Omar\n\nhello"
    assert fold(text).new == text.strip()


REAL = {
    "correct_sig": ("this is an email with a correct -- signature.", "rick", ""),
    "email_1_1": ("I am currently using the Java HTTP API.", "riak-users_lists", ""),
    "email_1_2": (
        'delete all\nthe keys in a bucket, you’ll need to delete them all individually."',
        "riak-users mailing list",
        "> Hi folks",
    ),
    "email_1_3": ("Having the function would be great.", "-Abhishek Kona", ">> Hi folks"),
    "email_1_4": ("Awesome! I haven't had another problem with it.", "", "> Loader seems"),
    "email_1_5": ("It goes on and on\nfor a while.", "", ""),
    "email_1_6": ("I get proper rendering as well.", "torch of pixels", "On Dec 16, 2011, at 12:47 PM, Corey Donohoe\n"),
    "email_1_7": (":+1:", "", "On Tue, Sep 25, 2012 at 8:59 AM, Chris Wanstrath\n"),
    "email_1_8": ("I will reply under this one\n\nand under this.", "this is my signature", "> okay?"),
    "email_2_1": ("Outlook with a reply", "", "*From:* Google Apps Sync Team"),
    "email_2_2": ("Outlook with a reply directly above line", "", "________________"),
    "email_2_3": ("Outlook with a reply directly above line", "", "From: CRM Comments"),
    "email_BlackBerry": ("Here is another email", "BlackBerry", ""),
    "email_bullets": ("   - and another", "*Joe Smith | Director, Product Management*", "> Give us an example"),
    "email_iPhone": ("Here is another email", "Sent from my iPhone", ""),
    "email_long_quote": ("\nasdf\n", "riak-users mailing list", ""),
    "email_multi_word_sent_from_my_mobile_device": ("Here is another email", "Verizon Wireless BlackBerry", ""),
    "email_one_is_not_on": ("One outstanding question I had:\n\nLocally (on development), when I run...", "", "On Oct 1, 2012"),
    "email_sent_from_my_not_signature": ("Sent from my desk, is much easier then my mobile phone.", "", ""),
    "email_sig_delimiter_in_middle_of_line": ("And here is a fix -- this is not a signature.\n\nkthxbai", "", ""),
    "greedy_on": ("On your remote host you can run:", "", "On 9 Jan 2014"),
    "pathological": ("get back to a computer.", "", "On Dec 8, 2013 2:10 PM"),
}


@pytest.mark.parametrize("name", REAL)
def test_real_bodies_part_as_their_writers_meant(shared: Path, name):
    text = (shared / "corpora" / "mail" / "email_reply_parser" / f"{name}.txt").read_text("utf-8")
    folded = fold(text)
    new, signature, quoted = REAL[name]
    assert new in folded.new
    assert not (quoted and any(line.startswith(">") for line in folded.new.split("\n")))
    assert (signature in folded.signature) if signature else not folded.signature
    assert (quoted in folded.quoted) if quoted else not folded.quoted
    assert _lines(folded) == sorted(line.strip() for line in text.split("\n") if line.strip())


PIECES = ["> q", ">> qq", "", "hi", "On 5 May 2026 Ada <a@b.example> wrote:", "-- ", "--", "Von: x", "Betreff: y", "An: z", "-----Original Message-----",
          "____________", "Sent from my iPhone", "-Omar", "Omar wrote:", "  ", "##- reply above this line -##"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_line_is_lost_and_none_doubled(lines):
    text = "\n".join(lines)
    assert _lines(fold(text)) == sorted(line.strip() for line in lines if line.strip())


@given(st.text(alphabet=st.sampled_from(">-_ \n\r:#@<ab1é٣写道")))
@example("--\r1")
def test_any_text_folds_without_loss(text):
    written = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    assert _lines(fold(text)) == sorted(filter(None, written))


@pytest.mark.parametrize(
    "hostile",
    ["\n", ">", "wrote:\n", "From: a\n", "On 1 ", "a\n> b\n", "a:\n\n", "-- \n", "_____\n", "On 5.5.2026 a@b wrote:\n", "> \n\n", "From:\nSubject:\n",
     "<", "1:", "##-", "-----Original Message----- "],
)  # fmt: skip
def test_hostile_text_costs_no_more_than_its_length(hostile):
    text = hostile * (250_000 // len(hostile))
    start = time.process_time()
    fold(text)
    assert time.process_time() - start < 2  # a quarter of a second, and slow machines; libraries took minutes


def _lines(folded: Folded) -> list[str]:
    parts = (folded.new, folded.signature, folded.quoted)
    return sorted(line.strip() for part in parts for line in part.split("\n") if line.strip())
