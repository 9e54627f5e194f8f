"""What people write to the demo desk. Tallyfern is invented: stock and invoices for shops and small makers."""

from supportops.planning.demo.story import Language
from supportops.planning.demo.words.english import ENGLISH
from supportops.planning.demo.words.french import FRENCH
from supportops.planning.demo.words.german import GERMAN
from supportops.planning.demo.words.spanish import SPANISH
from supportops.planning.demo.words.turkish import TURKISH

LANGUAGES: dict[str, Language] = {language.code: language for language in (ENGLISH, GERMAN, SPANISH, FRENCH, TURKISH)}
