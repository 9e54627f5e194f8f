"""The demo desk in German."""

from supportops.planning.demo.story import DEEP, MONEY, PICTURE, QUICK, STEADY, WISH, Language, Story

_STORIES = (
    Story(
        "account.login", 8, QUICK,
        ("Anmeldung geht nicht mehr", "Konto gesperrt"),
        (
            "Seit heute früh komme ich nicht mehr ins Konto. Nach dem Passwort lande ich wieder auf der Anmeldeseite.",
            "Mein Konto sei gesperrt, steht da. Ich habe mich höchstens einmal vertippt. Bitte freischalten.",
        ),
        ("Ihr Konto war nach mehreren Versuchen für dreißig Minuten gesperrt. Ich habe die Sperre aufgehoben. Klappt es jetzt?",),
        ("Jetzt heißt es, die Sitzung sei abgelaufen.",),
        ("Es lag an einer alten Einstellung zur zentralen Anmeldung. Sie ist entfernt, und Ihre Anmeldung sollte nun halten.",),
    ),
    Story(
        "account.billing", 9, MONEY,
        ("Rechnung {invoice} ohne USt-IdNr.", "Doppelte Abbuchung im {month}", "Frage zur Rechnung"),
        (
            "Im {month} wurden {amount} zweimal abgebucht. Bitte erstatten Sie einen der beiden Beträge.",
            "Auf der Rechnung {invoice} fehlt unsere USt-IdNr., und die Anschrift ist die alte. So nimmt sie das Finanzamt nicht.",
        ),
        (
            "Ich sehe beide Buchungen; die erste war bei der Bank in eine Zeitüberschreitung gelaufen. Die Erstattung ist angestoßen.",
            "Ich habe die Angaben berichtigt und {invoice} neu ausgestellt. Sie finden sie unter Einstellungen, Abrechnung.",
        ),
        ("Danke. Wie lange dauert das? Wir schließen den Monat am Freitag ab.",),
        ("Die Erstattung über {amount} ist unterwegs, Zeichen RF-{code}. Banken brauchen drei bis fünf Werktage.",),
        money=True,
    ),
    Story(
        "account.subscription", 3, STEADY,
        ("Wechsel in den Tarif {plan}", "Kündigung zum Monatsende"),
        (
            "Wir sind jetzt {count} Leute und möchten in den Tarif {plan}. Ab wann gilt der neue Preis?",
            "Wir schließen den Laden Ende {month}. Bitte kündigen Sie unser Abo und sagen Sie mir, wie wir an unsere Daten kommen.",
        ),
        ("Der neue Tarif gilt sofort, und die restlichen Tage des alten werden gutgeschrieben. Soll ich umstellen?",),
        ("Ja bitte, gleich heute.",),
        ("Umgestellt. Die Gutschrift steht auf der nächsten Rechnung.",),
    ),
    Story(
        "product.bug", 5, PICTURE,
        ("Summe auf der Rechnung stimmt nicht", "Etikettendruck funktioniert nicht", "Bestand von {item} ist negativ"),
        (
            "Die Rechnung {invoice} weist {amount} aus, die Zeilen ergeben aber einen Cent weniger. Ein Bild liegt bei.",
            "Der Etikettendruck funktioniert seit Montag nicht: Die Vorschau stimmt, das Papier bleibt leer.",
            "{item} steht auf minus {count}, obwohl in {warehouse} noch Kartons stehen.",
        ),
        ("Ich kann es nachstellen: Bei Rabatt und drei Nachkommastellen wird zweimal gerundet. Die Entwicklung ist daran.",),
        ("Gibt es bis dahin einen Ausweg? Wir müssen {count} Rechnungen verschicken.",),
        ("Die Berichtigung ist seit einer Stunde im Einsatz. Bitte einmal auf Neu berechnen drücken.",),
    ),
    Story(
        "product.how_to", 7, QUICK,
        ("Wie ändere ich viele Preise auf einmal?", "Frage zur Inventur", "Rechnung nachträglich korrigieren"),
        (
            "Wie ändere ich {count} Preise auf einmal? Die neue Liste des Lieferanten liegt als Tabelle vor.",
            "Wir zählen Ende {month} zum ersten Mal. Gibt es eine Anleitung für Anfänger?",
        ),
        ("Unter Lager, Import, Preise: eine Spalte mit der Artikelnummer, eine mit dem Preis. Sie sehen alles, bevor gespeichert wird.",),
        ("In Zeile 1 fehle ein Preis, heißt es. Das ist aber die Überschrift.",),
        ("Setzen Sie im zweiten Schritt den Haken bei Überschrift. Mit Ihrer Datei habe ich es ausprobiert.",),
    ),
    Story(
        "product.feature_request", 4, WISH,
        ("Wunsch: wöchentliche Rechnungen", "Vorschlag für den Lieferschein"),
        ("Ein Vorschlag: wiederkehrende Rechnungen auch wöchentlich. Wir liefern montags Brot und rechnen freitags ab.",),
        ("Danke, ein guter Gedanke. Ich habe ihn zu {count} ähnlichen Wünschen gelegt. Einen Termin kann ich nicht versprechen.",),
        ("Danke. Kann man irgendwo sehen, was geplant ist?",),
        ("Ja, unter tallyfern.example/next. Ihr Wunsch ist dort verknüpft.",),
    ),
    Story(
        "product.integration", 4, DEEP,
        ("Bestellungen kommen nicht an", "Bankabruf bleibt leer"),
        ("Seit gestern Abend kommen keine Bestellungen aus unserem Marketlane-Laden an. Die Anbindung zeigt Verbunden.",),
        ("Der Laden hat nachts sein Zertifikat erneuert, und unsere Anbindung traute ihm nicht. Kommen neue Bestellungen jetzt an?",),
        ("Die neuen ja, aber die {count} von gestern Nacht fehlen.",),
        ("Ich habe die Lücke nachgeholt: Alle {count} Bestellungen sind da, mit ihrem richtigen Datum.",),
    ),
    Story(
        "technical.api", 3, DEEP,
        ("API antwortet mit 429", "Webhook-Signatur stimmt nicht"),
        ("Unser nächtlicher Lauf bekommt ab {count} Aufrufen die Antwort 429. In der Anleitung stehen 600 in der Minute.",),
        ("600 gelten fürs Lesen, 60 fürs Schreiben, je Schlüssel. Können Sie mir die Kopfzeilen einer Antwort schicken?",),
        ("Liegen bei. X-Rate-Remaining springt von 412 auf 0.",),
        ("Der Fehler lag bei uns: Ein Wiederholungsversuch wurde doppelt gezählt. Das ist behoben.",),
    ),
    Story(
        "feedback.complaint", 2, STEADY,
        ("Sehr unzufrieden", "Dritter Anlauf"),
        ("Ich habe dasselbe nun drei Leuten erklärt, und jeder möchte dasselbe Bild. Ich möchte mit Ihrer Leitung sprechen.",),
        ("Sie haben recht, und es tut mir leid. Ich habe alles von Anfang an gelesen und melde mich heute bis 16 Uhr.",),
        ("Gut, dann bis 16 Uhr.",),
        ("Wie versprochen: Die Berichtigung ist da, und ein Monat ist Ihnen gutgeschrieben.",),
    ),
    Story(
        "onboarding.setup", 3, STEADY,
        ("Erste Schritte", "Zwei Lager einrichten"),
        ("Wir beginnen nächste Woche mit {count} Artikeln und zwei Lagern. In welcher Reihenfolge gehen wir vor?",),
        ("Willkommen! Zuerst die Lager, dann die Artikel, dann die Leute. Mit einer Spalte place füllt der Import beide auf einmal.",),
        ("Der Import verlangt einen Steuersatz je Artikel. Bei uns ist er überall gleich.",),
        ("Den können Sie unter Einstellungen, Steuer vorgeben. Schön, dass Sie da sind.",),
    ),
)

GERMAN = Language(
    code="de",
    hello=("Guten Tag,", "Hallo,", "Sehr geehrte Damen und Herren,", "Guten Morgen,"),
    bye=("Viele Grüße", "Mit freundlichen Grüßen", "Besten Dank und Grüße"),
    dear=("Guten Tag {first},", "Hallo {first},"),
    regards=("Antworten Sie einfach auf diese Mail, falls etwas offen bleibt.", "Sagen Sie mir gern, ob es bei Ihnen ankommt."),
    thanks=(
        "Jetzt geht es, vielen Dank!", "Wunderbar, danke für die schnelle Hilfe.",
        "Passt alles, danke {agent}. Sie können das schließen.",
    ),
    back=("Leider ist es wieder da, heute Morgen genau wie vorher.", "Auf dem zweiten Rechner besteht das Problem weiter."),
    wrote="Am {date} schrieb {who}:",
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    stories=_STORIES,
    outage=Story(
        "product.performance", 0, DEEP,
        ("Tallyfern ist nicht erreichbar", "Ausfall? Niemand kann arbeiten"),
        (
            "Bei uns geht nichts mehr: Fehler 503 auf allen Seiten, {crowd} Benutzer stehen herum. Ist das ein Ausfall (outage)?",
            "Seit ein paar Minuten öffnet sich nichts mehr, weder Kasse noch Webseite. Service down?",
        ),
        ("Wir wissen davon, alle Entwickler sind daran. Seit 9:40 UTC steht ein Speichersystem. Ihre Daten sind sicher.",),
        ("Hier geht immer noch nichts. Gibt es Neues?",),
        ("Seit 12:50 UTC läuft alles wieder, nichts ging verloren. Zwei Wochen sind Ihnen gutgeschrieben.",),
    ),
)
