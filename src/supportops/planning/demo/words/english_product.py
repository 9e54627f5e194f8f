"""English: the product, and the day on which it was down."""

from supportops.planning.demo.story import DEEP, PICTURE, QUICK, WISH, Story

PRODUCT = (
    Story(
        "product.bug",
        6,
        PICTURE,
        ("Totals on invoices are a cent off", "Rounding on {invoice}", "Invoice shows the wrong sum"),
        (
            "Invoice {invoice} shows {amount}, but the lines add up to one cent less. It happens with three decimals in the quantity.",
            "Since the update the total is wrong when a line has a discount. I attach a picture. We cannot send invoices like this.",
        ),
        (
            "I can reproduce it: with a discount and a quantity with three decimals, the line is rounded twice. Our developers have it "
            "now.",
            "Thank you for the picture. Which price list does this customer have, net or gross?",
        ),
        ("It is the gross price list, with 19 % tax.", "Is there a way round it until then? We have {count} invoices to send."),
        ("The correction is live since an hour ago. Open the invoice and press Recalculate once; the cent is gone.",),
    ),
    Story(
        "product.bug",
        5,
        PICTURE,
        ("Label printing broken after the update", "Scanner does not find items any more"),
        (
            "Our label printer gives out empty labels since Monday. The preview is fine, the paper is not.",
            "The scanner reads the barcode, but the search field stays empty. It is not working in {browser}, in the app it does.",
        ),
        (
            "The update changed the default paper size. Please choose 57 x 32 mm once under Print, Labels, and try again.",
            "Does the cursor stand in the search field when you scan? A picture of the screen would help me a lot.",
        ),
        ("I chose the size, but only every second label is printed.", "Here is the picture. The cursor is where it should be."),
        (
            "We found it: the printer driver counts the gap as a label. Version 4.2 of our print bridge corrects this, and I sent you the "
            "link.",
            "The scanner sent its line break too early. I changed that for your account, and it finds items again.",
        ),
    ),
    Story(
        "product.bug",
        4,
        PICTURE,
        ("Stock of {item} went negative", "Same order booked twice", "Stocktake does not save"),
        (
            "{item} stands at minus {count} although there are boxes of it in {warehouse}. I did not change anything.",
            "Order {order} was booked twice, and the stock went down twice. How do I take one back?",
            "When I save the stocktake I get an error with the code {code}, and all my counts are gone. Two hours of work!",
        ),
        (
            "I looked at the movements: the order came in by the shop connector and once more by hand. I have marked the second one for "
            "you.",
            "The connector sent that order twice. I have taken the second booking back for you; does the stock look right now?",
            "I am sorry about the lost hours. Your counts are still in the browser's draft; please do not close that tab.",
        ),
        (
            "I never entered it by hand. Who did?",
            "Nearly: {item} is still one short.",
            "The tab is open, but I do not see a draft anywhere.",
        ),
        (
            "The connector did, under your name. It signs its own bookings now, and the stock of {item} is right again.",
            "The last piece was a return of the same day. It is booked in, and the stock is complete.",
            "I brought the draft back from our side: all {count} counts are there. The connection was lost in the middle of saving.",
        ),
    ),
    Story(
        "product.feature_request",
        6,
        WISH,
        ("Feature request: weekly recurring invoices", "Nice to have: dark mode", "Could you add prices in a second currency?"),
        (
            "A feature request: recurring invoices by week. We deliver bread on Mondays and would like to bill on Fridays.",
            "It would be nice to have a dark mode. Our storeroom has no daylight and the screen is a lamp.",
            "Could you add prices in a second currency? We sell to {city} now.",
        ),
        (
            "Good idea, thank you. I added your words to {count} others who ask for it. I cannot promise a date, but you will hear from "
            "me.",
            "That is on the list that our product people go through each month. Until then, a copy of the last invoice takes two clicks.",
        ),
        ("Thanks. Is there a list where I can see what is planned?",
        ),
        ("There is: tallyfern.example/next shows what is being built. Your wish is linked there.",),
    ),
    Story(
        "product.how_to",
        7,
        QUICK,
        ("How to change {count} prices at once", "Question about the CSV import"),
        (
            "How do I change the prices of {count} items at once? I have them in a spreadsheet from our supplier.",
            "The import asks for a column named sku. Is that our number or the supplier's?",
        ),
        (
            "Stock, Import, Prices: one column with the item number, one with the new price. You see all changes before anything is saved.",
            "It is your own number. The supplier's number may stand in a column named supplier_sku.",
        ),
        ("It says line 1 has no price. The first line is the heading, though.",),
        ('Tick "first line is a heading" in the second step, and it passes. I tried it with your file.',),
    ),
    Story(
        "product.how_to",
        6,
        QUICK,
        ("How to correct an invoice that was sent", "How does the stocktake work?"),
        (
            "I sent {invoice} with one item too many. How do I correct it now that it is out?",
            "We count our stock for the first time at the end of {month}. Is there a guide for beginners?",
        ),
        (
            "Open the invoice and choose Credit, Part of it. The credit note is linked to the invoice, and your customer gets both.",
            "There is: Help, Stocktake in an hour. In short: freeze, print the lists, count, enter, compare, book.",
        ),
        ("And the payment that came in already?", "Can I book sales while we count?"),
        (
            "It is set against the credit note; what is left stays as a credit for your customer.",
            "Yes. Sales during the count are set aside and booked after it, so that the lists stay right.",
        ),
    ),
    Story(
        "product.how_to",
        4,
        QUICK,
        ("Moving items between warehouses", "Where do I find the yearly report?"),
        (
            "How can I move forty pieces of {item} from {warehouse} to the shop without writing an invoice?",
            "My accountant wants the value of the stock on the last day of {month}. Where do I find that?",
        ),
        (
            "Stock, Move: choose the two places and scan the items. It counts as a movement, not as a sale.",
            "Reports, Stock value, and choose the day. The small arrow exports it for your accountant.",
        ),
        ("And if one piece breaks on the way?", "The figure is there, but it counts the broken pieces too."),
        (
            "Then book it as Loss with the reason Broken; it shows in the yearly report under its own heading.",
            "Choose Value, Saleable only: then the broken ones are left out, and your accountant sees both figures.",
        ),
    ),
    Story(
        "product.integration",
        5,
        DEEP,
        ("Orders from Marketlane do not arrive", "Bank feed shows nothing"),
        (
            "No orders came over from our Marketlane shop since yesterday evening. The connector says Connected, all green.",
            "The bank feed has been empty for three days. I have to match {count} payments by hand.",
        ),
        (
            "The shop renewed its certificate last night and our connector does not trust it yet. I asked it to fetch again; do orders "
            "come in now?",
            "Your bank asks you to confirm the access every ninety days. Settings, Bank, Confirm sends you to their page.",
        ),
        ("The new orders come, but the {count} from last night are missing.", "I confirmed, and it still says waiting for the bank."),
        (
            "I fetched the gap by hand: all {count} orders are there now, with their right dates.",
            "The bank has answered meanwhile: all payments of the last days are there, and most are matched already.",
        ),
    ),
    Story(
        "product.performance",
        4,
        DEEP,
        ("Stock list takes half a minute", "Everything is slow today"),
        (
            "The stock list takes thirty seconds to open. It was two seconds last month. We have about {count}00 items.",
            "Since lunch every click takes ages. Other web pages are fast, so it is not our line.",
        ),
        (
            "I see it in our figures: one filter in your saved view reads all movements. Could you try without the column Last sold?",
            "Thank you. Which part is slow: opening, searching or saving? And from which city do you work?",
        ),
        ("Without that column it is fast. But we need it.", "From {city}. Opening the list is the worst."),
        ("Our developers added what was missing for that column. With your {count}00 items it now opens in under a second.",),
    ),
    Story(
        "product.bug",
        1.2,
        DEEP,
        ("Customers' addresses are gone", "Items missing from the catalogue"),
        (
            "After merging two customers all addresses are gone, in {count} records. This is data loss for us, and deliveries leave at "
            "three!",
            "Half of our catalogue is missing since the import. Was it deleted? Please bring it back.",
        ),
        (
            "Nothing is lost for good: we keep each state for thirty days. I have stopped further changes on your account and called "
            "our engineers in.",
            "I can see the import: it replaced instead of adding. We are bringing back the state from before it, which takes about an "
            "hour.",
        ),
        ("Please hurry, our driver is waiting.", "May we go on working meanwhile?"),
        ("Everything is back as it was at 8:00 today, and what you entered since was added again. Please look through it with me.",),
    ),
)

OUTAGE = Story(
    "product.performance",
    0,
    DEEP,
    ("Tallyfern is down", "Nobody here can work, is there an outage?", "Error 503 on every page", "Service down in all our shops"),
    (
        "Your app is down for us. All {crowd} of our users see error 503. Our shop is full of customers!",
        "Is there an outage? Nothing opens since a few minutes, neither the tills nor the web page.",
        "Every page says Service Unavailable. We cannot sell anything. Please call me back at once.",
        "Complete outage here in {city}, {crowd} users cannot work. What is going on and when will it be back?",
    ),
    (
        "We know about it, and all of our engineers are on it: a storage system failed at 9:40 UTC. Your data is safe. I write again "
        "within thirty minutes.",
        "You are right, we are down since 9:40 UTC, and I am sorry. Sales at the till are kept on the device and booked as soon as we "
        "are back.",
    ),
    ("Still down here. Our people are standing around.", "Any news? You said thirty minutes."),
    (
        "We are back since 12:50 UTC, and nothing was lost. What went wrong and what we change stands at tallyfern.example/status. "
        "You get two weeks credited.",
    ),
)
