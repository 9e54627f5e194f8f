"""English: onboarding, and what developers ask."""

from supportops.planning.demo.story import DEEP, PICTURE, STEADY, Story

TECHNICAL = (
    Story(
        "technical.api",
        5,
        DEEP,
        ("API answers 429 all night", "How do I page through all orders?"),
        (
            "Our nightly job gets 429 from /v2/items after about {count} calls. The page in the docs says 600 a minute. Which one is true?",
            "GET /v2/orders gives me 100 rows, and the next link repeats the last of them. Is the cursor meant to include it?",
        ),
        (
            "Both: 600 a minute for reads, 60 for writes, counted for each key. Your job writes a heartbeat with each read. May I see "
            "the headers?",
            "The cursor points to the last row that you have seen, so the next page begins with it when rows are inserted meanwhile. "
            "Send order=id.",
        ),
        ("Headers attached. X-Rate-Remaining jumps from 412 to 0.", "With order=id it is better, but slower by a factor of four."),
        (
            "You found a mistake of ours: a retry was counted twice. It is corrected since this afternoon, and your job ran through in our "
            "log.",
            "The cursor is exact since this afternoon, and as fast as before. Thank you for the figures.",
        ),
    ),
    Story(
        "technical.webhook",
        3,
        DEEP,
        ("Webhook signature does not match", "Webhook delivered three times"),
        (
            "The signature of the webhook order.paid does not match what I compute, but only for orders with umlauts in the name.",
            "We receive the webhook stock.changed up to three times. Is that meant, and how do we tell them apart?",
        ),
        (
            "Please compute it over the raw bytes of the body, before any parsing. Umlauts change when a framework decodes and encodes "
            "again.",
            "It is meant: we try again when no answer comes within five seconds. The header Tallyfern-Delivery stays the same for each "
            "try.",
        ),
        ("I do use the raw body. Log attached.", "We answer in one second, I can show you."),
        (
            "We could reproduce it with your log: the old signing key was still used by one of our servers. It is off now.",
            "One of our servers waited only half a second for your answer. It is five again.",
        ),
    ),
    Story(
        "technical.sso",
        3,
        DEEP,
        ("SSO for {company}: audience mismatch", "SAML login fails for new people"),
        (
            "Our identity provider answers with audience mismatch since we renamed the company. Where do I change the entity id?",
            "New colleagues get the error code {code} at single sign-on, old ones do not. We use SAML.",
        ),
        (
            "Settings, Security, Single sign-on, Entity id. After saving, please send the new metadata to your provider.",
            "New people need the attribute mail in the assertion; the old ones were linked by hand. Could you send me one assertion "
            "without personal data?",
        ),
        ("Saved and sent, but the login page stays white now.", "Here it is. I think our provider calls the attribute email."),
        (
            "The old entity id was still kept on our side. It is gone, and your login works again.",
            "Exactly that. I added email as a second name on your account, and {colleague} could log in a minute ago.",
        ),
    ),
    Story(
        "technical.data_export",
        3,
        STEADY,
        ("Export of all invoices stops at 5,000", "CSV export has broken umlauts"),
        (
            "The auditors want all movements since January. The export ends at 5,000 lines without saying so.",
            "Umlauts are broken when I open the export in a spreadsheet. Our customers' names look terrible.",
        ),
        (
            "The page exports what it shows. Settings, Data, Full export has no limit and tells you by mail when it is ready.",
            "Choose the format CSV for spreadsheets: it carries a mark that tells the program about the encoding.",
        ),
        ("The full export is running since two hours. Is that normal?",),
        ("It waited behind a large one. It is ready now, and you find the link in your mail.",),
    ),
    Story(
        "technical.custom_config",
        2,
        STEADY,
        ("Own number range for {warehouse}",),
        ("Can {warehouse} have its own number range for delivery notes? Two places mix up their papers.",),
        ("Yes, in the Business plan: Settings, Numbers, by warehouse. The old numbers stay as they are.",),
        ("Found it. Can it begin at {count}00 instead of 1?",),
        ("It can; I set it for you. The next delivery note there is {count}00.",),
    ),
    Story(
        "technical.api",
        1.5,
        PICTURE,
        ("Strange login from abroad", "Key of ours in a public repository"),
        (
            "Our log shows calls with our key from a country where we have nobody. We fear a breach. What should we do?",
            "{colleague} pushed our API key to a public repository by mistake. Please invalidate it at once.",
        ),
        (
            "I have blocked the key this minute and asked our security people to read its log. Please make a new one under Settings, API.",
            "The key is invalid since 30 seconds ago. I am looking at what was called with it and write again within the hour.",
        ),
        ("New key is in place. Did anybody read customers' data?",),
        ("The log shows {count} calls to the public price list and nothing else. The report is attached to this ticket for your files.",),
    ),
    Story(
        "onboarding.setup",
        5,
        STEADY,
        ("How do we set up two warehouses?", "Setting up the till"),
        (
            "We start next week with {count} items and two places. In which order should we do things?",
            "Our till is a tablet. How do we set it up so that {colleague} only sees the counter?",
        ),
        (
            "Welcome! Places first, then items, then people. Import the items with a column named place, and both fill at once.",
            "Log in once as admin, choose This device is a till, and give it a place. From then on it only asks for a PIN.",
        ),
        ("The import wants a tax rate for each item. Ours are all the same.",),
        ("Set it under Settings, Tax as the default, and leave the column away. I am glad that you are on board.",),
    ),
    Story(
        "onboarding.migration",
        3,
        DEEP,
        ("Migration of {count}00 items", "Import keeps the old numbers?"),
        (
            "We come from a home-made spreadsheet with {count}00 items and ten years of customers. Can you look at the file before we "
            "import it?",
            "Can we keep our old invoice numbers when we move over in the middle of the year?",
        ),
        (
            "Gladly, please attach a copy with a hundred lines. I check the columns and send it back with remarks.",
            "Yes: give the last number that you used under Settings, Numbers, and we go on from there.",
        ),
        ("Attached. The column Misc is our shame, please do not laugh.",),
        ("No laughing here: Misc becomes three fields. The file is ready to import, and I tried it on a copy of your account.",),
    ),
    Story(
        "onboarding.training",
        2,
        STEADY,
        ("Training for {count} new colleagues", "Is there a course for beginners?"),
        ("We have {count} new people in {warehouse} next month. Do you offer a training in the morning, European time?",),
        ("We do: Tuesdays and Thursdays at 9:00 Berlin time, an hour with questions. Shall I put you down for the coming Tuesday?",),
        ("Thursday is better. Is there a recording for those who are ill?",),
        ("You are down for Thursday, and a recording comes by mail the day after.",),
    ),
    Story(
        "onboarding.documentation",
        2,
        STEADY,
        ("Page about returns is out of date",),
        ("The guide about returns shows a button Book back, but I only see Return. Is it the same?",),
        ("It is the same button with a new name, and the guide should have followed. I corrected the page just now, thank you.",),
        ("Thanks. The third picture is old as well.",),
        ("That one is new now too.",),
    ),
)
