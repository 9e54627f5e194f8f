"""The demo desk in French."""

from supportops.planning.demo.story import DEEP, MONEY, PICTURE, QUICK, STEADY, WISH, Language, Story

_STORIES = (
    Story(
        "account.login", 8, QUICK,
        ("Impossible de me connecter", "Compte bloqué"),
        (
            "Depuis ce matin, je n'arrive plus à me connecter : après le mot de passe, je reviens à la page de connexion.",
            "Mon compte serait bloqué après trop d'essais. Je ne me suis trompé qu'une fois.",
        ),
        ("Votre compte était bloqué trente minutes après plusieurs essais. Je l'ai débloqué. Pouvez-vous réessayer ?",),
        ("Maintenant, on me dit que la session a expiré.",),
        ("Un ancien réglage de connexion unique vous envoyait ailleurs. Il est supprimé, tout devrait tenir.",),
    ),
    Story(
        "account.billing", 9, MONEY,
        ("Double prélèvement en {month}", "Facture {invoice} sans numéro de TVA", "Question sur la facture"),
        (
            "En {month}, nous avons été prélevés deux fois de {amount}. Merci de rembourser l'un des deux.",
            "La facture {invoice} porte notre ancienne adresse et aucun numéro de TVA. Pouvez-vous la refaire ?",
        ),
        (
            "Je vois les deux prélèvements : le premier avait expiré à la banque, puis les deux sont passés. Le remboursement est lancé.",
            "J'ai corrigé les données et refait la facture {invoice}. Elle se trouve sous Réglages, Facturation.",
        ),
        ("Merci. Combien de temps faut-il ? Nous clôturons le mois vendredi.",),
        ("Le remboursement de {amount} est en route, référence RF-{code}. Comptez trois à cinq jours ouvrés.",),
        money=True,
    ),
    Story(
        "account.permissions", 3, QUICK,
        ("{colleague} ne voit pas le stock", "Quel rôle pour la comptable ?"),
        ("J'ai invité {colleague} hier, mais sa liste de stock reste vide. Moi, je vois bien les {count} articles.",),
        ("Son rôle est Comptoir, qui ne voit que son propre dépôt. Donnez-lui le rôle Magasinier sous Réglages, Personnes.",),
        ("Je ne vois pas Réglages, Personnes. Faut-il être administrateur ?",),
        ("Oui, et vous l'êtes maintenant, avec l'accord du titulaire.",),
    ),
    Story(
        "product.bug", 5, PICTURE,
        ("Le total de la facture est faux", "Les étiquettes sortent vides", "Stock négatif pour {item}"),
        (
            "La facture {invoice} indique {amount}, mais les lignes font un centime de moins. Capture jointe.",
            "L'impression des étiquettes ne fonctionne pas depuis lundi : l'aperçu est bon, le papier reste blanc.",
            "{item} est à moins {count} alors qu'il reste des cartons dans {warehouse}.",
        ),
        ("Je le reproduis : avec une remise et trois décimales, l'arrondi se fait deux fois. Nos développeurs s'en occupent.",),
        ("Y a-t-il une solution d'ici là ? Nous avons {count} factures à envoyer.",),
        ("La correction est en ligne depuis une heure. Ouvrez la facture et cliquez une fois sur Recalculer.",),
    ),
    Story(
        "product.how_to", 7, QUICK,
        ("Comment importer une liste de prix ?", "Corriger une facture envoyée", "Question sur l'inventaire"),
        (
            "Comment changer {count} prix d'un coup ? Je les ai dans un tableau de notre fournisseur.",
            "Nous faisons notre premier inventaire fin {month}. Existe-t-il un guide pour débuter ?",
        ),
        ("Stock, Importer, Prix : une colonne avec la référence, une avec le prix. Vous voyez tout avant l'enregistrement.",),
        ("On me dit que la ligne 1 n'a pas de prix, mais c'est l'en-tête.",),
        ("Cochez la case En-tête à la deuxième étape. Je l'ai essayé avec votre fichier.",),
    ),
    Story(
        "product.feature_request", 4, WISH,
        ("Suggestion : factures hebdomadaires", "Un mode sombre, ce serait bien"),
        ("Une suggestion : des factures récurrentes à la semaine. Nous livrons le lundi et facturons le vendredi.",),
        ("Bonne idée, merci. Je l'ai ajoutée à {count} demandes semblables. Je ne peux pas promettre de date.",),
        ("Merci. Où voit-on ce qui est prévu ?",),
        ("Sur tallyfern.example/next. Votre demande y est liée.",),
    ),
    Story(
        "technical.webhook", 3, DEEP,
        ("Signature de webhook incorrecte", "L'API répond 429"),
        ("La signature du webhook order.paid ne correspond pas à la mienne, mais seulement pour les noms accentués.",),
        ("Calculez-la sur les octets bruts du corps, avant toute analyse. Les accents changent au réencodage.",),
        ("J'utilise bien le corps brut. Journal joint.",),
        ("Reproduit grâce à votre journal : un serveur gardait l'ancienne clé. Il est arrêté.",),
    ),
    Story(
        "feedback.complaint", 2, STEADY,
        ("Très déçu", "Troisième message sur ce sujet"),
        ("J'ai expliqué la même chose à trois personnes et chacune demande la même capture. Je veux parler à un responsable.",),
        ("Vous avez raison et je vous présente mes excuses. J'ai tout relu ; vous aurez ma réponse avant 16 h.",),
        ("Très bien, j'attends 16 h.",),
        ("Comme promis : la correction est faite et un mois vous est offert.",),
    ),
    Story(
        "onboarding.training", 3, STEADY,
        ("Formation pour {count} collègues", "Premiers pas avec Tallyfern"),
        ("Nous accueillons {count} personnes à {warehouse} le mois prochain. Proposez-vous une formation le matin ?",),
        ("Oui, le mardi et le jeudi à 9 h, une heure avec les questions. Je vous inscris pour mardi ?",),
        ("Jeudi serait mieux. Y a-t-il un enregistrement ?",),
        ("Vous êtes inscrits jeudi ; l'enregistrement arrive le lendemain.",),
    ),
)

FRENCH = Language(
    code="fr",
    hello=("Bonjour,", "Bonjour à l'équipe,", "Madame, Monsieur,"),
    bye=("Cordialement,", "Bien à vous,", "Merci d'avance,"),
    dear=("Bonjour {first},",),
    regards=("Répondez simplement à ce message s'il reste quelque chose.", "Dites-moi si c'est différent chez vous."),
    thanks=("Ça marche, merci beaucoup !", "Parfait, merci pour votre rapidité.", "Tout est en ordre, merci {agent}."),
    back=("Malheureusement, c'est revenu ce matin.", "Sur le deuxième poste, rien n'a changé."),
    wrote="Le {date}, {who} a écrit :",
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    stories=_STORIES,
    outage=Story(
        "product.performance", 0, DEEP,
        ("Tallyfern est en panne", "Panne générale ? Personne ne peut travailler"),
        (
            "Plus rien ne répond : erreur 503 sur toutes les pages, {crowd} utilisateurs attendent. Est-ce une panne générale (outage) ?",
            "Depuis quelques minutes rien ne s'ouvre, ni les caisses ni le site. Service en panne.",
        ),
        ("Nous le savons et tous les ingénieurs y travaillent : un stockage est tombé à 9 h 40 UTC. Vos données sont en sécurité.",),
        ("Toujours en panne ici. Des nouvelles ?",),
        ("Tout fonctionne depuis 12 h 50 UTC et rien n'est perdu. Deux semaines vous sont offertes.",),
    ),
)
