"""The demo desk in Spanish."""

from supportops.planning.demo.story import DEEP, MONEY, PICTURE, QUICK, STEADY, WISH, Language, Story

_STORIES = (
    Story(
        "account.login", 8, QUICK,
        ("No puedo entrar en mi cuenta", "Cuenta bloqueada"),
        (
            "Desde esta mañana no puedo entrar: escribo la contraseña y vuelvo a la página de inicio de sesión.",
            "Dice que la cuenta está bloqueada por demasiados intentos, pero solo me equivoqué una vez.",
        ),
        ("Su cuenta quedó bloqueada treinta minutos por varios intentos. Ya la he desbloqueado. ¿Puede probar de nuevo?",),
        ("Ahora dice que la sesión ha caducado.",),
        ("Era un ajuste antiguo del acceso único. Ya no está, y su acceso debería funcionar sin más.",),
    ),
    Story(
        "account.billing", 9, MONEY,
        ("Nos han cobrado dos veces en {month}", "Factura {invoice} sin NIF", "Duda con la factura"),
        (
            "En {month} nos cobraron {amount} dos veces. Por favor, devuelvan uno de los cargos.",
            "La factura {invoice} lleva la dirección antigua y no lleva nuestro NIF. ¿Pueden emitirla otra vez?",
        ),
        (
            "Veo los dos cargos: el primero caducó en el banco y luego se contabilizaron ambos. He iniciado la devolución.",
            "He corregido los datos y emitido de nuevo la {invoice}. La encuentra en Ajustes, Facturación.",
        ),
        ("Gracias. ¿Cuánto tarda? Cerramos el mes el viernes.",),
        ("La devolución de {amount} está en camino, referencia RF-{code}. Los bancos tardan de tres a cinco días hábiles.",),
        money=True,
    ),
    Story(
        "product.bug", 5, PICTURE,
        ("El total de la factura no cuadra", "Las etiquetas salen vacías", "Error al guardar el inventario"),
        (
            "La factura {invoice} muestra {amount}, pero las líneas suman un céntimo menos. Adjunto una captura.",
            "Las etiquetas salen vacías desde el lunes; en la vista previa se ven bien.",
            "Al guardar el inventario aparece el error {code} y se pierde todo lo contado. ¡Dos horas de trabajo!",
        ),
        ("Puedo reproducirlo: con descuento y tres decimales se redondea dos veces. Nuestros desarrolladores ya lo tienen.",),
        ("¿Hay alguna solución mientras tanto? Tenemos que enviar {count} facturas.",),
        ("La corrección está activa desde hace una hora. Abra la factura y pulse Recalcular una vez.",),
    ),
    Story(
        "product.how_to", 7, QUICK,
        ("¿Cómo importo una lista de precios?", "Corregir una factura enviada", "Consulta sobre el inventario"),
        (
            "¿Cómo cambio {count} precios a la vez? Los tengo en una hoja de nuestro proveedor.",
            "Envié la {invoice} con un artículo de más. ¿Cómo la corrijo ahora?",
        ),
        ("En Existencias, Importar, Precios: una columna con la referencia y otra con el precio. Verá los cambios antes de guardar.",),
        ("Dice que la línea 1 no tiene precio, pero es el encabezado.",),
        ("Marque la casilla del encabezado en el segundo paso. Lo he probado con su archivo y funciona.",),
    ),
    Story(
        "product.feature_request", 4, WISH,
        ("Sugerencia: facturas semanales", "Sería bueno un modo oscuro"),
        ("Una sugerencia: facturas periódicas cada semana. Repartimos pan los lunes y queremos facturar los viernes.",),
        ("Buena idea, gracias. La he unido a otras {count} peticiones. No puedo prometer una fecha, pero le avisaré.",),
        ("Gracias. ¿Dónde se puede ver lo que está previsto?",),
        ("En tallyfern.example/next. Su petición está enlazada allí.",),
    ),
    Story(
        "product.integration", 4, DEEP,
        ("No llegan los pedidos de Marketlane", "El banco no muestra movimientos"),
        ("Desde anoche no llegan pedidos de nuestra tienda Marketlane. El conector dice Conectado.",),
        ("La tienda renovó su certificado anoche y el conector no confiaba en él. ¿Llegan ya los pedidos nuevos?",),
        ("Los nuevos sí, pero faltan los {count} de anoche.",),
        ("He recuperado el hueco: están los {count} pedidos con su fecha correcta.",),
    ),
    Story(
        "technical.data_export", 2, STEADY,
        ("La exportación se detiene en 5.000 líneas", "Acentos rotos en el CSV"),
        ("Los auditores piden todos los movimientos desde enero y la exportación termina en 5.000 líneas sin avisar.",),
        ("La página exporta lo que muestra. En Ajustes, Datos, Exportación completa no hay límite.",),
        ("Lleva dos horas en marcha. ¿Es normal?",),
        ("Esperaba detrás de otra muy grande. Ya está lista; el enlace está en su correo.",),
    ),
    Story(
        "feedback.complaint", 2, STEADY,
        ("Muy decepcionada con el servicio", "Es la tercera vez que escribo"),
        ("He explicado lo mismo a tres personas y todas me piden la misma captura. Quiero hablar con un responsable.",),
        ("Tiene razón y lo siento. He leído todo desde el principio y le escribo hoy antes de las 16:00.",),
        ("De acuerdo, espero hasta las cuatro.",),
        ("Como prometí: la corrección está hecha y le hemos abonado un mes.",),
    ),
    Story(
        "onboarding.setup", 3, STEADY,
        ("Primeros pasos con Tallyfern", "Configurar dos almacenes"),
        ("Empezamos la semana que viene con {count} artículos y dos almacenes. ¿En qué orden lo hacemos?",),
        ("¡Bienvenidos! Primero los almacenes, después los artículos y luego las personas.",),
        ("La importación pide un impuesto por artículo y el nuestro es siempre igual.",),
        ("Póngalo por defecto en Ajustes, Impuestos. Me alegro de que estén aquí.",),
    ),
)

SPANISH = Language(
    code="es",
    hello=("Hola:", "Buenos días:", "Buenas tardes:", "Estimado equipo:"),
    bye=("Un saludo,", "Gracias y un saludo,", "Saludos cordiales,"),
    dear=("Hola, {first}:", "Buenos días, {first}:"),
    regards=("Si queda algo pendiente, responda a este correo.", "Dígame si en su lado se comporta de otra forma."),
    thanks=("¡Ya funciona, muchas gracias!", "Perfecto, gracias por la rapidez.", "Todo bien ahora. Gracias, {agent}."),
    back=("Lo siento, ha vuelto a pasar esta mañana.", "En el segundo ordenador sigue igual que antes."),
    wrote="El {date}, {who} escribió:",
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    stories=_STORIES,
    outage=Story(
        "product.performance", 0, DEEP,
        ("Tallyfern no responde", "¿Hay una caída? Nadie puede trabajar"),
        (
            "No funciona nada: error 503 en todas las páginas y {crowd} usuarios parados. ¿Es una caída general (outage)?",
            "Desde hace unos minutos no se abre nada, ni las cajas ni la web. Servicio caído.",
        ),
        ("Lo sabemos y todos los ingenieros están en ello: un sistema de almacenamiento falló a las 9:40 UTC. Sus datos están a salvo.",),
        ("Aquí sigue sin funcionar. ¿Hay novedades?",),
        ("Funciona de nuevo desde las 12:50 UTC y no se perdió nada. Le abonamos dos semanas.",),
    ),
)
