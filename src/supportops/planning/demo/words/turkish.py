"""The demo desk in Turkish."""

from supportops.planning.demo.story import DEEP, MONEY, PICTURE, QUICK, STEADY, WISH, Language, Story

_STORIES = (
    Story(
        "account.login", 8, QUICK,
        ("Hesabıma giremiyorum", "Hesap kilitlendi"),
        (
            "Bu sabahtan beri hesabıma giremiyorum: şifreyi yazınca yine giriş sayfasına dönüyor.",
            "Çok fazla deneme yüzünden hesabım kilitlenmiş. Sadece bir kez yanlış yazdım.",
        ),
        ("Hesabınız birkaç denemeden sonra otuz dakika kilitlenmişti. Kilidi kaldırdım. Bir daha dener misiniz?",),
        ("Şimdi de oturumun süresi doldu diyor.",),
        ("Eski bir tek oturum ayarı sizi başka yere gönderiyordu. Onu kaldırdım, girişiniz artık çalışmalı.",),
    ),
    Story(
        "account.billing", 9, MONEY,
        ("{month} ayında iki kez ödeme alındı", "{invoice} numaralı faturada vergi numarası yok"),
        (
            "{month} ayında {amount} iki kez çekildi. Lütfen birini iade edin.",
            "{invoice} numaralı faturada eski adresimiz var ve vergi numaramız eksik. Yeniden düzenler misiniz?",
        ),
        (
            "İki ödemeyi de görüyorum: ilki bankada zaman aşımına uğramış, sonra ikisi de geçmiş. İadeyi başlattım.",
            "Bilgileri düzelttim ve {invoice} numaralı faturayı yeniden düzenledim. Ayarlar, Faturalama altında bulursunuz.",
        ),
        ("Teşekkürler. Ne kadar sürer? Cuma günü ayı kapatıyoruz.",),
        ("{amount} iadesi yolda, referans RF-{code}. Bankalarda üç ile beş iş günü sürer.",),
        money=True,
    ),
    Story(
        "product.bug", 5, PICTURE,
        ("Faturada toplam yanlış", "Etiketler boş çıkıyor", "{item} stoğu eksiye düştü"),
        (
            "{invoice} faturasında {amount} yazıyor ama satırların toplamı bir kuruş daha az. Ekran görüntüsü ekte.",
            "Pazartesiden beri etiketler boş çıkıyor; önizlemede her şey doğru görünüyor.",
            "{item} eksi {count} görünüyor, oysa {warehouse} içinde kutular duruyor.",
        ),
        ("Ben de aynısını gördüm: indirim ve üç ondalık olunca iki kez yuvarlanıyor. Yazılımcılarımız ilgileniyor.",),
        ("O zamana kadar bir yolu var mı? {count} fatura göndermemiz gerekiyor.",),
        ("Düzeltme bir saatten beri yayında. Faturayı açıp bir kez Yeniden hesapla düğmesine basın.",),
    ),
    Story(
        "product.how_to", 7, QUICK,
        ("Fiyat listesini nasıl içe aktarırım?", "Sayım hakkında soru"),
        (
            "{count} fiyatı tek seferde nasıl değiştiririm? Tedarikçinin tablosu elimde.",
            "{month} sonunda ilk kez sayım yapacağız. Yeni başlayanlar için bir kılavuz var mı?",
        ),
        ("Stok, İçe aktar, Fiyatlar: bir sütunda ürün numarası, birinde fiyat. Kaydetmeden önce hepsini görürsünüz.",),
        ("Birinci satırda fiyat yok diyor, oysa o başlık.",),
        ("İkinci adımda başlık kutusunu işaretleyin. Sizin dosyanızla denedim, oldu.",),
    ),
    Story(
        "product.feature_request", 3, WISH,
        ("Öneri: haftalık faturalar", "Koyu tema olsa güzel olur"),
        ("Bir öneri: tekrarlanan faturalar haftalık da olsun. Pazartesi ekmek dağıtıyor, cuma fatura kesiyoruz.",),
        ("Güzel fikir, teşekkürler. {count} benzer isteğe ekledim. Tarih söyleyemem ama size haber vereceğim.",),
        ("Teşekkürler. Planlananları nerede görebilirim?",),
        ("tallyfern.example/next adresinde. İsteğiniz oraya bağlandı.",),
    ),
    Story(
        "product.integration", 4, DEEP,
        ("Marketlane siparişleri gelmiyor", "Banka hareketleri boş"),
        ("Dün akşamdan beri Marketlane mağazamızdan sipariş gelmiyor. Bağlantı bağlı görünüyor.",),
        ("Mağaza gece sertifikasını yenilemiş, bağlantımız ona güvenmemiş. Yeni siparişler şimdi geliyor mu?",),
        ("Yeniler geliyor ama dün geceki {count} sipariş eksik.",),
        ("Boşluğu tamamladım: {count} siparişin hepsi doğru tarihiyle burada.",),
    ),
    Story(
        "onboarding.setup", 3, STEADY,
        ("İlk adımlar", "İki depo kurmak istiyoruz"),
        ("Gelecek hafta {count} ürün ve iki depoyla başlıyoruz. Hangi sırayla ilerleyelim?",),
        ("Hoş geldiniz! Önce depolar, sonra ürünler, sonra kişiler.",),
        ("İçe aktarma her ürün için vergi oranı istiyor. Bizde hepsi aynı.",),
        ("Ayarlar, Vergi altında varsayılan olarak girin. Aramıza katıldığınız için mutluyum.",),
    ),
    Story(
        "feedback.complaint", 2, STEADY,
        ("Hiç memnun değilim", "Üçüncü kez yazıyorum"),
        ("Aynı şeyi üç kişiye anlattım, her biri aynı ekran görüntüsünü istiyor. Bir yöneticiyle görüşmek istiyorum.",),
        ("Haklısınız, özür dilerim. Her şeyi baştan okudum; bugün saat 16:00'ya kadar size yazacağım.",),
        ("Tamam, dörde kadar bekliyorum.",),
        ("Söz verdiğim gibi: düzeltme yayında ve hesabınıza bir ay eklendi.",),
    ),
)

TURKISH = Language(
    code="tr",
    hello=("Merhaba,", "İyi günler,", "Merhabalar,"),
    bye=("Teşekkürler,", "İyi çalışmalar,", "Saygılarımla,"),
    dear=("Merhaba {first},", "İyi günler {first},"),
    regards=("Bir şey kalırsa bu iletiyi yanıtlamanız yeterli.", "Sizde farklı görünürse lütfen yazın."),
    thanks=("Şimdi oldu, çok teşekkürler!", "Harika, hızlı yardımınız için teşekkürler.", "Her şey yolunda, teşekkürler {agent}."),
    back=("Maalesef bu sabah yine aynı şey oldu.", "İkinci bilgisayarda hâlâ aynı sorun var."),
    wrote="{date} tarihinde {who} yazdı:",
    months=(
        "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
    ),
    stories=_STORIES,
    outage=Story(
        "product.performance", 0, DEEP,
        ("Tallyfern açılmıyor", "Kesinti mi var? Kimse çalışamıyor"),
        (
            "Hiçbir şey çalışmıyor: bütün sayfalarda hata 503 var, {crowd} kullanıcı bekliyor. Genel bir kesinti mi (outage)?",
            "Birkaç dakikadan beri hiçbir şey açılmıyor, ne kasa ne web sayfası. Sistem çöktü mü?",
        ),
        ("Biliyoruz, bütün mühendislerimiz ilgileniyor: saat 9:40 UTC'de bir depolama sistemi durdu. Verileriniz güvende.",),
        ("Burada hâlâ çalışmıyor. Yeni bir haber var mı?",),
        ("12:50 UTC'den beri her şey çalışıyor, hiçbir şey kaybolmadı. Hesabınıza iki hafta ekledik.",),
    ),
)
