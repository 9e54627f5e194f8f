"""English: accounts, money, feedback."""

from supportops.planning.demo.story import MONEY, QUICK, STEADY, WISH, Story

ACCOUNT = (
    Story(
        "account.login",
        8,
        QUICK,
        ("Login page sends me round in circles", "Locked out of {company}'s account", "Cannot log in since this morning"),
        (
            "I type my address and my password, the page blinks, and I am back at the login. I have tried {browser} and a private window.",
            "My account says it is locked after too many tries. I only tried twice, I promise. I need to send invoices before noon.",
            "{colleague} can log in from the same computer but I cannot. Nothing has changed on our side as far as I know.",
        ),
        (
            "That circle usually means that an old cookie is in the way. Please clear the cookies for app.tallyfern.example and log in "
            "again.",
            "Your account was locked for thirty minutes after several tries from {city}. I have lifted the lock. Could you try once "
            "more and tell me what you see?",
            "The log shows that your password is taken, but your session ends at once. Could you try another browser, without add-ons?",
        ),
        ("Tried that, and now it says my session has expired.", "I cleared everything. It lets me in, but throws me out after a minute."),
        ("I found an old single sign-on setting on your account that sent you elsewhere. It is gone now, and your login should hold.",),
    ),
    Story(
        "account.password",
        6,
        QUICK,
        ("Password reset mail never arrives", "Reset link has expired"),
        (
            "I asked for a new password three times and no mail came. I looked in the spam folder too.",
            "The link in the reset mail says that it has expired, although I clicked it right away.",
        ),
        (
            "Your mail server turned our reset mails away. I have sent a new one from another address; please look again in five minutes.",
            "Each new reset mail makes the older links invalid. Please use the one in the newest mail only.",
        ),
        ("Still nothing, I am afraid. Could it be that my address has a typo in your system?",),
        (
            "It did have a typo: one letter too many before the at sign. It is corrected, and the reset mail has arrived on our side of "
            "the log.",
        ),
    ),
    Story(
        "account.billing",
        7,
        MONEY,
        ("Charged twice for {month}", "Double payment on our card", "Two debits for invoice {invoice}"),
        (
            "We were charged {amount} twice for {month}. Please look into it and send one of them back.",
            "Our bank shows two debits of {amount} on the same day, but I only find invoice {invoice} in the account. What is the "
            "second one for?",
            "This looks like a billing issue: {amount} left our account twice. My accountant is asking and I have nothing to show her.",
        ),
        (
            "I see both payments. The first try timed out at the bank and the second one went through; then the bank booked both. I "
            "have started "
            "the refund of {amount}.",
            "Thank you for the details. Could you send me the last four digits of the card and the date of the second debit?",
        ),
        (
            "The card ends in {digits}, and the second debit is dated the 2nd.",
            "Thanks. How long will the refund take? Our month closes on Friday.",
        ),
        ("The refund of {amount} is on its way, reference RF-{code}. Banks take three to five working days to show it.",),
        money=True,
    ),
    Story(
        "account.billing",
        6,
        MONEY,
        ("Invoice {invoice} without our VAT number", "Copy of the {month} invoice"),
        (
            "Invoice {invoice} carries our old address and no VAT number. Our tax office does not take it like that. Could you issue it "
            "again?",
            "I cannot find the invoice for {month}. Could you send me a copy as PDF? It should be {amount}.",
        ),
        (
            "I have corrected the address and issued {invoice} again. You find it under Settings, Billing, Documents.",
            "The invoice for {month} is under Settings, Billing, Documents. I have sent it to you once more as PDF.",
        ),
        (
            "The number is right now, but the street is still the old one: it is {street}, {city}.",
            "The link in your mail says that it has expired.",
        ),
        (
            "Done: the new document replaces the old one, and all later invoices will carry the right address.",
            "Links in our mails live for a day. Here is a fresh one, and the paper also stays in your account.",
        ),
        money=True,
    ),
    Story(
        "account.billing",
        4,
        MONEY,
        ("Refund for the yearly plan", "We would like our money back"),
        (
            "We bought the yearly {plan} plan ten days ago and found out that it does not fit how we work. Can we have a refund?",
            "The renewal of {amount} went through although {colleague} cancelled in time. Please refund it.",
        ),
        (
            "You are within the fourteen days, so the full amount comes back to you. May I ask what was missing?",
            "I can see the cancellation on the 28th and the renewal on the 1st. The mistake is ours, and the refund is on its way.",
        ),
        (
            "We need price lists per customer group, and we did not see that they are only in the Business plan.",
            "Thank you. And nothing will be charged next year?",
        ),
        (
            "Thank you for telling us. The refund of {amount} is done, and I passed your point on to the people who write our plan page.",
            "The refund of {amount} is done, and no renewal is planned any more.",
        ),
        money=True,
    ),
    Story(
        "account.subscription",
        5,
        STEADY,
        ("Moving to the {plan} plan", "What happens to our data if we downgrade?"),
        (
            "We are {count} people now and would like to move to {plan}. Does the price change at once or with the next invoice?",
            "If we go down one plan, do we lose the second warehouse or can we still read it?",
        ),
        (
            "The new plan starts the moment you choose it, and the days left on the old one are credited. Shall I switch it for you?",
            "Nothing is deleted. The second warehouse becomes read-only until you move up again or merge it into the first.",
        ),
        ("Yes please, switch it today.", "Good to know. And the history of the movements stays too?"),
        ("It is switched. The credit for the old plan stands on your next invoice.", "Yes, every movement stays where it is."),
    ),
    Story(
        "account.subscription",
        3,
        STEADY,
        ("Cancel our subscription", "We are closing the shop"),
        (
            "We are closing at the end of {month}. Please cancel our plan and tell me how to take our data with us.",
            "Please cancel with the end of the period. I did not find the button, is it hidden on purpose?",
        ),
        (
            "I am sorry to see you go. The plan ends with {month}; until then you can export everything under Settings, Data, Export.",
            "It is under Settings, Plan, at the bottom, and only admins see it. I have cancelled it for you to the end of the period.",
        ),
        ("Thank you. Will the invoices stay readable? We have to keep them for ten years.",),
        ("Invoices stay readable for admins for ten years, free of charge. I have noted that on the account.",),
    ),
    Story(
        "account.permissions",
        4,
        QUICK,
        ("{colleague} cannot see the stock list", "Bookkeeper needs read access"),
        (
            "I invited {colleague} yesterday, but the stock list stays empty for her. I see it with all {count} items.",
            "Our bookkeeper should see invoices and nothing else. Which role is that?",
        ),
        (
            "{colleague} has the role Counter, which only sees the own warehouse. Give her Stock keeper under Settings, People, and the "
            "list fills.",
            "That is the role Accounts: invoices and exports, no stock and no prices.",
        ),
        ("I do not see Settings, People at all. Do I need to be admin for that?",),
        ("Yes, and you are one now: {company}'s owner agreed by phone.",),
    ),
    Story(
        "feedback.complaint",
        3,
        STEADY,
        ("Very disappointed", "Third time that I write about this", "This is not the service we pay for"),
        (
            "I have explained the same thing to three people now and each asks me for the same screenshot. Does nobody read what is there?",
            "We pay for {plan} and wait for two days for an answer. I want to speak to your manager.",
            "If this is not settled this week we will cancel and move our {count} items elsewhere.",
        ),
        (
            "You are right, and I am sorry. I have read everything from the start: you need not send anything again. You hear from me "
            "by 16:00 today.",
            "I understand that you are angry; I would be too. I have taken this over myself and my lead knows about it.",
        ),
        ("Thank you for saying that. I am waiting until four, then.",),
        ("As promised: the correction is live, and I credited one month to your account for the trouble.",),
    ),
    Story(
        "feedback.compliment",
        2,
        WISH,
        ("Just wanted to say thank you", "Great update"),
        (
            "No problem this time: the new stocktake screen saved us a whole evening. Please pass that on to whoever built it.",
            "{colleague} was so kind on the phone yesterday. That is how support should be.",
        ),
        ("You made somebody's day here. I read it out in our morning round. Thank you for taking the time!",),
        ("You are welcome!",),
        ("Thank you again, and good trade!",),
    ),
    Story(
        "feedback.suggestion",
        2,
        WISH,
        ("A suggestion for the packing slip",),
        ("A suggestion: print the shelf number on the packing slip. Our people walk twice because it is missing.",),
        ("That makes sense, and you are not the first to ask. I added your words to the idea, and you hear from me when it is decided.",),
        ("Thank you. We could live with a note field as well.",),
        ("A note field exists already: Settings, Print, Packing slip, Free line. That may carry you until then.",),
    ),
)
