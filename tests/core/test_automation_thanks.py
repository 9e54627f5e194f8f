"""Thanks and nothing else, in eight languages; and everything that only looks like it."""

import pytest

from supportops.actions.policy import SHIPPED, load
from supportops.core.automation import only_thanks

THANKS = load(SHIPPED).automation.thanks
NAMES = ["Omar Haddad", "Ada Okafor"]


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "thank you so much",
        "Hi Ada,\n\nThank you very much for your help!\n\nBest regards,\nOmar Haddad",
        "Perfect, thanks a lot. Have a nice weekend!",
        "Thanks, that worked.\n\nOmar",
        "It works now. Many thanks 🙂",
        "👍",
        "Cheers Ada",
        "Thank you\n\nKind regards\nMaria José Santos",
        "Vielen Dank für die schnelle Hilfe!\n\nMit freundlichen Grüßen\nJürgen Groß",
        "Hallo Ada, danke, jetzt funktioniert es.",
        "¡Muchas gracias, Ada! Un saludo",
        "Bonjour,\n\nMerci beaucoup pour votre aide.\n\nCordialement,\nOmar",
        "Teşekkür ederim, iyi çalışmalar",
        "Grazie mille, buona giornata!",
        "Muito obrigado pela ajuda",
        "Hartelijk dank!\nMet vriendelijke groet,\nOmar Haddad",
        "THANKS",
        "Thank you ❤️",
    ],
)
def test_it_is_only_thanks(text):
    found = only_thanks(text, NAMES, THANKS)
    assert found is not None and found.value
    assert found.rule == "thanks" and found.evidence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Hello Ada",  # no thanks in it
        "Omar",
        "Thanks, but it still does not work.",
        "Thanks for nothing.",
        "No thanks",
        "Thanks. Can you also reset Eve's account?",
        "Thanks, when will it be ready",
        "Thanks in advance!",
        "Thanks... not.",
        "Thanks, it worked for 2 of us",
        "Thanks :(",
        "Thanks :-/",
        "Thanks 🙁",
        "Thanks 👎",
        "Great job breaking it, thanks.",
        "Thanks, I will check and come back to you.",
        "Thanks\n\nStill broken",
        "Thanks\nEve",  # a name that nobody knows, without a farewell
        "Thanks\nBest regards\nnot solved",
        "Best regards\nOmar",
        "Danke, aber es geht nicht",
        "Nein danke",
        "Gracias, pero no funciona",
        "Merci, mais ça ne marche pas",
        "Teşekkürler ama çalışmıyor",
        "Grazie, ma non funziona",
        "Obrigado, mas não funciona",
        "Bedankt, maar het werkt niet",
        "Thanks! See https://status.example.com",
        "Thank you (again)",
        "Thanks\n\nRegards\nOne Two Three Four Five",  # more than a name
        "thanks " * 100,  # who writes so much says something
    ],
)
def test_it_is_a_message_like_any_other(text):
    assert only_thanks(text, NAMES, THANKS) is None


def test_eight_languages_are_shipped():
    assert set(THANKS.phrases) == set(THANKS.courtesy) == set(THANKS.farewell) == {"en", "de", "es", "fr", "tr", "it", "pt", "nl"}


@pytest.mark.parametrize("language", sorted(THANKS.phrases))
def test_every_shipped_word_of_thanks_is_one(language):
    for phrase in THANKS.phrases[language]:
        assert only_thanks(f"{phrase}!", [], THANKS) is not None, phrase


def test_a_desk_can_switch_it_off():
    from dataclasses import replace

    assert only_thanks("Thanks!", [], replace(THANKS, on=False)) is None
