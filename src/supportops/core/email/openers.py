"""The words by which mail programs announce that what follows was written earlier, or by a machine's habit, language by language."""

from types import MappingProxyType

OPENING_WORDS = (
    "on ", "am ", "el ", "le ", "في ", "il ", "op ", "em ", "w dniu ", "dnia ", "den ", "på ", "dne ", "vào ", "a ", "в ",
    "在 ", "el día ", "il giorno ",
)  # fmt: skip
"""How an opener such as "On 5 March Omar wrote:" begins, in lower case. Where a language is missing, its openers begin with the date."""

WROTE = (
    "wrote", "schrieb", "escribió", "a écrit", "yazdı", "كتب", "تمت كتابة ما يلي", "ha scritto", "schreef", "geschreven",
    "escreveu", "napisał", "skrev",
    "kirjoitti", "napsal", "odesílatel", "написал", "писал", "пишет", "が書きました", "は書きました", "のメール", "写道",
    "寫道", "님이 작성", "작성했습니다", "썼습니다",
)  # fmt: skip
"""The verb of an opener, in lower case; gender endings ("napisała", "napsala") follow of themselves."""

ORIGINAL = frozenset(
    {
        "original message", "original appointment", "reply message", "ursprüngliche nachricht", "originalnachricht",
        "mensaje original", "message d'origine",
        "message original", "orijinal mesaj", "orijinal ileti", "özgün ileti", "الرسالة الأصلية", "messaggio originale",
        "oorspronkelijk bericht",
        "mensagem original", "wiadomość oryginalna", "oryginalna wiadomość", "ursprungligt meddelande",
        "originalmeddelande", "oprindelig meddelelse",
        "oprindelig besked", "opprinnelig melding", "alkuperäinen viesti", "původní zpráva", "исходное сообщение",
        "оригинальное сообщение",
        "元のメッセージ", "原始邮件", "原始郵件", "原邮件", "원본 메시지", "원본 메일",
    }
)  # fmt: skip
"""What stands between the dashes above quoted history."""

FORWARDED = frozenset(
    {
        "forwarded message", "begin forwarded message", "weitergeleitete nachricht",
        "anfang der weitergeleiteten nachricht", "mensaje reenviado",
        "inicio del mensaje reenviado", "message transféré", "début du message transféré", "début du message réexpédié",
        "yönlendirilen ileti",
        "iletilmiş mesaj", "رسالة معاد توجيهها", "الرسالة المعاد توجيهها", "messaggio inoltrato",
        "inizio messaggio inoltrato", "doorgestuurd bericht",
        "begin doorgestuurd bericht", "mensagem encaminhada", "início da mensagem reencaminhada", "wiadomość przekazana",
        "przekazana wiadomość",
        "vidarebefordrat meddelande", "vidarebefordrat brev", "videresendt meddelelse", "videresendt melding",
        "videresendt besked", "välitetty viesti",
        "přeposlaná zpráva", "пересылаемое сообщение", "пересланное сообщение", "転送メッセージ", "転送されたメッセージ",
        "转发的邮件", "轉寄郵件",
        "전달된 메시지", "전달된 메일",
    }
)  # fmt: skip

_LABELS = {
    "from": (
        "from", "von", "de", "expéditeur", "kimden", "gönderen", "من", "da", "van", "od", "från", "fra", "lähettäjä", "от",
        "差出人", "送信者",
        "发件人", "寄件者", "寄件人", "보낸 사람", "보낸사람",
    ),
    "sent": (
        "sent", "date", "gesendet", "datum", "enviado", "enviado el", "enviada", "enviada em", "fecha", "envoyé", "tarih",
        "gönderildi",
        "gönderme tarihi", "تاريخ الإرسال", "تم الإرسال", "التاريخ", "inviato", "data", "verzonden", "wysłano", "wysłane",
        "skickat", "sendt", "dato",
        "lähetetty", "päivämäärä", "päiväys", "odesláno", "отправлено", "дата", "送信日時", "日時", "日付", "发送时间",
        "日期", "寄件日期", "보낸 날짜", "날짜",
    ),
    "to": (
        "to", "an", "para", "à", "destinataire", "kime", "alıcı", "إلى", "الى", "a", "aan", "do", "komu", "till", "til",
        "vastaanottaja", "кому",
        "宛先", "收件人", "收件者", "받는 사람", "받는사람",
    ),
    "subject": (
        "subject", "betreff", "asunto", "objet", "konu", "الموضوع", "oggetto", "onderwerp", "assunto", "temat", "ämne",
        "emne", "aihe", "předmět",
        "тема", "件名", "主题", "主旨", "제목",
    ),
}  # fmt: skip

LABELS = MappingProxyType({word: label for label, words in _LABELS.items() for word in words})
"""The labels of a header block inside a body ("From: / Sent: / To: / Subject:"), each with what it means."""

REPLY_ABOVE = (
    "reply above this line", "type your reply above", "oberhalb dieser zeile antworten",
    "antworten sie oberhalb dieser zeile",
    "antworten sie über dieser linie", "responda por encima de esta línea", "répondre au-dessus de cette ligne",
    "bu satırın üzerine", "اكتب ردك فوق هذا السطر",
)  # fmt: skip

SENT_FROM = (
    "sent from ", "sent via ", "get outlook for ", "gesendet von ", "von meinem ", "diese nachricht wurde von meinem ",
    "enviado desde ", "enviado de ",
    "enviado do ", "enviado a partir ", "envoyé de ", "envoyé depuis ", "envoyé à partir ", "أرسلت من ", "أُرسلت من ",
    "مرسل من ", "inviato da ", "verzonden vanaf ",
    "verstuurd vanaf ", "wysłane z ", "wysłano z ", "skickat från ", "sendt fra ", "lähetetty ", "odesláno z ",
    "отправлено из ", "отправлено с ",
    "iphoneから送信", "从我的", "发自我的", "從我的", "나의 iphone에서 보냄",
)  # fmt: skip
"""How the line that a phone adds begins."""

SENT_FROM_ENDINGS = (
    "tarafından gönderildi", "mdan gönderildi", "mden gönderildi", "'dan gönderildi", "'den gönderildi", "gönderilmiştir",
    "から送信", "에서 보냄",
)  # fmt: skip
