"""Names of people, companies, places and goods, by language."""

from __future__ import annotations

import re
import unicodedata

FIRSTS = {
    "en": (
        "Omar", "Grace", "Imani", "Oliver", "Maeve", "Kofi", "Harriet", "Jamal", "Isla", "Theo", "Nia", "Callum", "Priya", "Ewan", "Zainab",
        "Marcus", "Tessa", "Ravi", "Bronwyn", "Eleanor", "Tunde", "Fiona", "Arjun", "Molly",
    ),
    "de": (
        "Anke", "Björn", "Cem", "Dörte", "Emil", "Franziska", "Gregor", "Heike", "Ilse", "Jürgen", "Katrin", "Lukas", "Marlene", "Nils",
        "Olga", "Petra", "Rainer", "Sabine", "Thomas", "Ulrike", "Volker", "Wiebke",
    ),
    "es": (
        "Alejandra", "Bruno", "Carmen", "Daniela", "Esteban", "Fernanda", "Gonzalo", "Inés", "Javier", "Lucía", "Marcos", "Noelia", "Óscar",
        "Paula", "Ramón", "Sofía", "Tomás", "Valeria",
    ),
    "fr": (
        "Adèle", "Bastien", "Camille", "Delphine", "Étienne", "Fanny", "Gaël", "Hélène", "Inès", "Julien", "Léa", "Mathis", "Noémie",
        "Olivier", "Pauline", "Quentin", "Romane", "Théo",
    ),
    "tr": (
        "Ahmet", "Burcu", "Cansu", "Deniz", "Elif", "Ferhat", "Gizem", "Hakan", "İpek", "Kerem", "Leyla", "Mert", "Nazlı", "Onur", "Pınar",
        "Selin", "Tolga", "Zeynep",
    ),
}
FAMILIES = {
    "en": (
        "Ashdown", "Bramwell", "Carver", "Dunmore", "Ellery", "Fairbank", "Garrick", "Holloway", "Ingram", "Juma", "Kessington", "Larkin",
        "Mensah", "Norwood", "Okoro", "Penrose", "Quill", "Radcliffe", "Sandhu", "Thorne", "Underhill", "Vance", "Whitlock", "Yarrow",
    ),
    "de": (
        "Achterberg", "Brinkmann", "Carstens", "Dreher", "Eichhorn", "Fährmann", "Gerlach", "Hoffstetter", "Immel", "Jaschke", "Köhler",
        "Lindemann", "Mühlbauer", "Nordmann", "Ostermann", "Pfeiffer", "Rüttgers", "Sander", "Tietjen", "Vollmer", "Wieland",
    ),
    "es": (
        "Aranda", "Barrios", "Cifuentes", "Domínguez", "Escobar", "Fuentes", "Gallego", "Herrero", "Ibáñez", "Lozano", "Mendoza", "Núñez",
        "Ortega", "Peralta", "Quiroga", "Robles", "Salvatierra", "Vidal",
    ),
    "fr": (
        "Aubert", "Blanchard", "Chevalier", "Delorme", "Fontaine", "Gauthier", "Hébert", "Jacquet", "Lacroix", "Marchand", "Noël",
        "Perrin", "Rousseau", "Sauvage", "Tessier", "Vasseur",
    ),
    "tr": (
        "Aksoy", "Bulut", "Çelik", "Doğan", "Erdem", "Güneş", "Işık", "Kaplan", "Özkan", "Polat", "Şahin", "Toprak", "Uysal", "Yıldız",
    ),
}
TRADES = {
    "en": (
        "{} & Daughters", "{} Bakery", "{} Hardware", "{} Books", "{} Cycles", "{} Tea Rooms", "{} Ceramics", "{} Outdoor",
        "{} Wholesale",
    ),
    "de": ("Bäckerei {}", "{} Fahrräder", "Holzwerkstatt {}", "{} Feinkost", "Buchhandlung {}", "{} Großhandel", "Gärtnerei {}"),
    "es": ("Panadería {}", "Librería {}", "Ferretería {}", "{} Hermanos", "Cerámicas {}", "Bodegas {}", "{} Distribución"),
    "fr": ("Boulangerie {}", "Librairie {}", "Maison {}", "Ateliers {}", "{} Frères", "Cave {}", "{} Distribution"),
    "tr": ("{} Fırını", "{} Kırtasiye", "{} Hırdavat", "{} Tekstil", "{} Seramik", "{} Gıda"),
}
CITIES = {
    "en": ("Leeds", "Bristol", "Cork", "Halifax", "Wellington", "Austin", "Nairobi", "Cape Town"),
    "de": ("Bremen", "Leipzig", "Graz", "Kassel", "Basel", "Rostock", "Ulm"),
    "es": ("Bilbao", "Granada", "Rosario", "Medellín", "Puebla", "Cuenca"),
    "fr": ("Nantes", "Lille", "Liège", "Québec", "Annecy", "Dijon"),
    "tr": ("İzmir", "Bursa", "Eskişehir", "Trabzon", "Mersin"),
}
STREETS = {
    "en": ("Mill Lane", "Harbour Street", "Orchard Road", "Station Row"),
    "de": ("Mühlenweg", "Hafenstraße", "Am Markt", "Lindenallee"),
    "es": ("Calle del Molino", "Avenida del Puerto", "Plaza Nueva"),
    "fr": ("rue du Moulin", "quai du Port", "place du Marché"),
    "tr": ("Değirmen Sokak", "Liman Caddesi", "Çarşı Meydanı"),
}
ITEMS = {
    "en": ("Oat crackers 200 g", "Enamel mug blue", "Copper wire 2 mm", "Beeswax candle", "Bicycle bell brass"),
    "de": ("Haferkekse 200 g", "Emaillebecher blau", "Kupferdraht 2 mm", "Bienenwachskerze"),
    "es": ("Galletas de avena 200 g", "Taza esmaltada azul", "Hilo de cobre 2 mm", "Vela de cera"),
    "fr": ("Biscuits d'avoine 200 g", "Tasse émaillée bleue", "Fil de cuivre 2 mm", "Bougie en cire"),
    "tr": ("Yulaflı bisküvi 200 g", "Emaye kupa mavi", "Bakır tel 2 mm", "Balmumu mum"),
}
WAREHOUSES = {
    "en": ("the north store", "Warehouse 2", "the cellar"),
    "de": ("Lager Nord", "Lager 2", "Keller"),
    "es": ("Almacén Norte", "Almacén 2"),
    "fr": ("l'entrepôt nord", "l'entrepôt 2"),
    "tr": ("Kuzey deposu", "2. depo"),
}
BROWSERS = ("Firefox", "Chrome", "Safari", "Edge")
PLANS = ("Pro", "Business", "Enterprise")
_ASCII = str.maketrans({"ß": "ss", "ı": "i", "ä": "ae", "ö": "oe", "ü": "ue", "&": "and"})


def plain(words: str) -> str:
    """A name as it stands in an address."""
    bare = unicodedata.normalize("NFKD", words.lower().translate(_ASCII)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", bare)
