"""The guess at a charset that nobody declared."""

from supportops.assist.mail_parts import guess_charset, read_mail

COMPLAINT = "Здравствуйте, я не могу войти в свою учётную запись с сегодняшнего утра. Пожалуйста, помогите."


def test_a_mail_of_omars_without_a_charset_is_read_in_the_one_it_looks_like() -> None:
    raw = b"From: omar@example.com\nSubject: x\n\n" + COMPLAINT.encode("cp1251")
    assert read_mail(raw).text == COMPLAINT


def test_a_few_foreign_bytes_are_too_few_to_guess_from() -> None:
    assert guess_charset("Grüße".encode("cp1252")) is None
    assert read_mail(b"From: o@example.com\n\n" + "Grüße".encode("cp1252")).text == "Grüße"
