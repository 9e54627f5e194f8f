"""The demo desk in English."""

from supportops.planning.demo.story import Language
from supportops.planning.demo.words.english_account import ACCOUNT
from supportops.planning.demo.words.english_product import OUTAGE, PRODUCT
from supportops.planning.demo.words.english_technical import TECHNICAL

ENGLISH = Language(
    code="en",
    hello=("Hi,", "Hello,", "Hi there,", "Good morning,", "Dear support team,", "Hello Tallyfern,"),
    bye=("Best,", "Thanks,", "Many thanks,", "Kind regards,", "Cheers,"),
    dear=("Hi {first},", "Hello {first},", "Good to hear from you, {first}."),
    regards=("Just answer this mail if anything is left.", "Tell me if it behaves differently on your side.", "I am here if you need me."),
    thanks=(
        "That did it, thank you so much!",
        "Works now. Thanks for the quick help.",
        "Perfect, exactly what I needed. You can close this.",
        "Brilliant, thank you {agent}. Have a good week.",
        "All good now, thanks for your patience with me.",
    ),
    back=(
        "I am afraid it is back: the same thing happened again this morning.",
        "Sorry to reopen this, but it worked for a day and now we are where we started.",
        "This is not solved on our side. {colleague} still sees it on the second computer.",
    ),
    again=(
        "You are right, one case was left out. It is covered now, and I watched it run through twice.",
        "I am sorry that it came back. The second computer still had the old version; it has the new one since a minute ago.",
    ),
    wrote="On {date}, {who} wrote:",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    stories=(*ACCOUNT, *PRODUCT, *TECHNICAL),
    outage=OUTAGE,
)
