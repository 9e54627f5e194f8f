"""What our automatic mails say, in each language that we speak: short, warm, plain."""

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_FEW = 10  # Arabic has a plural of its own up to ten


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of a language. {name} is empty for people we do not know; {soon} and {days} are durations in words."""

    hello: str
    hello_name: str
    received: str
    answer_within: str
    answer_soon: str
    add_to_it: str
    received_subject: str
    survey_subject: str
    survey: str
    nudge: str
    closing: str
    regards: str
    minutes: tuple[str, ...]
    hours: tuple[str, ...]
    days: tuple[str, ...]


WORDS = MappingProxyType(
    {
        "en": Words(
            hello="Hello,",
            hello_name="Hello {name},",
            received="thank you for writing to us. Your request has the number {number}, and a person will read it.",
            answer_within="You will hear from us within {soon}.",
            answer_soon="You will hear from us as soon as we can.",
            add_to_it="If you want to add anything, just answer this mail.",
            received_subject="We have received your request",
            survey_subject="How did we do?",
            survey="we marked your request {number} as solved. Were you happy with our help? One click is enough:\n\n{link}",
            nudge="we are waiting for your answer on request {number}. If we hear nothing within {soon}, we will close it; "
            "you can always write to us again.",
            closing="we have not heard from you for a while, so we closed request {number}. If there is more to do, just answer this mail.",
            regards="Kind regards,\n{desk}",
            minutes=("{n} minute", "{n} minutes"),
            hours=("{n} hour", "{n} hours"),
            days=("{n} day", "{n} days"),
        ),
        "de": Words(
            hello="Guten Tag,",
            hello_name="Guten Tag {name},",
            received="danke, dass Sie uns geschrieben haben. Ihre Anfrage hat die Nummer {number}, und ein Mensch wird sie lesen.",
            answer_within="Sie hören innerhalb von {soon} von uns.",
            answer_soon="Sie hören so bald wie möglich von uns.",
            add_to_it="Wenn Sie etwas ergänzen möchten, antworten Sie einfach auf diese Mail.",
            received_subject="Wir haben Ihre Anfrage erhalten",
            survey_subject="Wie war unsere Hilfe?",
            survey="wir haben Ihre Anfrage {number} als gelöst vermerkt. Waren Sie zufrieden? Ein Klick genügt:\n\n{link}",
            nudge="zu Ihrer Anfrage {number} warten wir noch auf Ihre Antwort. Hören wir innerhalb von {soon} nichts, schließen wir sie; "
            "schreiben können Sie uns jederzeit wieder.",
            closing="wir haben länger nichts von Ihnen gehört und Ihre Anfrage {number} geschlossen. "
            "Wenn noch etwas offen ist, antworten Sie einfach auf diese Mail.",
            regards="Freundliche Grüße\n{desk}",
            minutes=("{n} Minute", "{n} Minuten"),
            hours=("{n} Stunde", "{n} Stunden"),
            days=("{n} Tag", "{n} Tagen"),
        ),
        "es": Words(
            hello="Hola:",
            hello_name="Hola, {name}:",
            received="Gracias por escribirnos. Su consulta tiene el número {number} y la leerá una persona.",
            answer_within="Tendrá noticias nuestras en un plazo de {soon}.",
            answer_soon="Tendrá noticias nuestras lo antes posible.",
            add_to_it="Si quiere añadir algo, responda a este correo.",
            received_subject="Hemos recibido su consulta",
            survey_subject="¿Qué tal lo hicimos?",
            survey="Hemos marcado su consulta {number} como resuelta. ¿Quedó contento con nuestra ayuda? Basta un clic:\n\n{link}",
            nudge="Seguimos a la espera de su respuesta sobre la consulta {number}. Si no sabemos nada de usted en {soon}, la cerraremos; "
            "siempre puede volver a escribirnos.",
            closing="Hace tiempo que no tenemos noticias suyas y hemos cerrado la consulta {number}. "
            "Si queda algo pendiente, responda a este correo.",
            regards="Un cordial saludo,\n{desk}",
            minutes=("{n} minuto", "{n} minutos"),
            hours=("{n} hora", "{n} horas"),
            days=("{n} día", "{n} días"),
        ),
        "fr": Words(
            hello="Bonjour,",
            hello_name="Bonjour {name},",
            received="Merci de nous avoir écrit. Votre demande porte le numéro {number} et une personne va la lire.",
            answer_within="Vous aurez de nos nouvelles d'ici {soon}.",
            answer_soon="Vous aurez de nos nouvelles dès que possible.",
            add_to_it="Si vous souhaitez ajouter quelque chose, répondez simplement à ce message.",
            received_subject="Nous avons bien reçu votre demande",
            survey_subject="Avons-nous bien aidé ?",
            survey="Nous avons marqué votre demande {number} comme résolue. Êtes-vous satisfait de notre aide ? Un clic suffit :\n\n{link}",
            nudge="Nous attendons votre réponse au sujet de la demande {number}. Sans nouvelles de vous d'ici {soon}, nous la fermerons ; "
            "vous pourrez toujours nous écrire à nouveau.",
            closing="Sans nouvelles de vous depuis un moment, nous avons fermé la demande {number}. "
            "S'il reste quelque chose à faire, répondez simplement à ce message.",
            regards="Bien cordialement,\n{desk}",
            minutes=("{n} minute", "{n} minutes"),
            hours=("{n} heure", "{n} heures"),
            days=("{n} jour", "{n} jours"),
        ),
        "tr": Words(
            hello="Merhaba,",
            hello_name="Merhaba {name},",
            received="Bize yazdığınız için teşekkür ederiz. Talebinizin numarası {number}; bir çalışma arkadaşımız onu okuyacak.",
            answer_within="Size {soon} içinde döneceğiz.",
            answer_soon="Size en kısa sürede döneceğiz.",
            add_to_it="Eklemek istediğiniz bir şey olursa bu iletiyi yanıtlamanız yeterli.",
            received_subject="Talebinizi aldık",
            survey_subject="Yardımımız nasıldı?",
            survey="{number} numaralı talebinizi çözüldü olarak işaretledik. Yardımımızdan memnun kaldınız mı? Tek tık yeterli:\n\n{link}",
            nudge="{number} numaralı talebiniz için yanıtınızı bekliyoruz. {soon} içinde sizden haber alamazsak talebi kapatacağız; "
            "bize her zaman yeniden yazabilirsiniz.",
            closing="Bir süredir sizden haber alamadık ve {number} numaralı talebi kapattık. "
            "Yapılacak bir şey kaldıysa bu iletiyi yanıtlamanız yeterli.",
            regards="Sevgiler,\n{desk}",
            minutes=("{n} dakika", "{n} dakika"),
            hours=("{n} saat", "{n} saat"),
            days=("{n} gün", "{n} gün"),
        ),
        "ar": Words(
            hello="مرحبًا،",
            hello_name="مرحبًا {name}،",
            received="شكرًا لمراسلتنا. رقم طلبك هو {number}، وسيقرؤه أحد أفراد فريقنا.",
            answer_within="سنرد عليك خلال {soon}.",
            answer_soon="سنرد عليك في أقرب وقت ممكن.",
            add_to_it="إذا أردت إضافة أي شيء، فيكفي أن ترد على هذه الرسالة.",
            received_subject="وصلنا طلبك",
            survey_subject="كيف كانت مساعدتنا؟",
            survey="سجّلنا طلبك رقم {number} على أنه محلول. هل أنت راضٍ عن مساعدتنا؟ تكفي نقرة واحدة:\n\n{link}",
            nudge="ما زلنا ننتظر ردك بشأن الطلب رقم {number}. إذا لم يصلنا منك شيء خلال {soon} فسنغلقه، ويمكنك دائمًا مراسلتنا من جديد.",
            closing="لم يصلنا منك رد منذ فترة، لذلك أغلقنا الطلب رقم {number}. إذا بقي شيء يلزم عمله، فيكفي أن ترد على هذه الرسالة.",
            regards="مع أطيب التحيات،\n{desk}",
            minutes=("دقيقة واحدة", "دقيقتين", "{n} دقائق", "{n} دقيقة"),
            hours=("ساعة واحدة", "ساعتين", "{n} ساعات", "{n} ساعة"),
            days=("يوم واحد", "يومين", "{n} أيام", "{n} يومًا"),
        ),
    }
)


def speak(language: str) -> Words:
    """The words of a language, by its code with or without a region; English where we do not speak it."""
    return WORDS.get(language.lower().replace("_", "-").partition("-")[0], WORDS["en"])


def lasting(duration: timedelta, words: Words) -> str:
    """A duration as people say it, rounded up: a promise is never shorter than what was meant."""
    if duration < _HOUR:
        return _counted(-(-max(duration, timedelta(minutes=1)) // timedelta(minutes=1)), words.minutes)
    if duration < 2 * _DAY:
        return _counted(-(-duration // _HOUR), words.hours)
    return _counted(-(-duration // _DAY), words.days)


def _counted(n: int, forms: tuple[str, ...]) -> str:
    """The form for a number: one and many, or the Arabic one, two, few, many."""
    if len(forms) == 2 or n <= 2:
        return forms[min(n, 2) - 1].format(n=n)
    return forms[2 if n <= _FEW else 3].format(n=n)
