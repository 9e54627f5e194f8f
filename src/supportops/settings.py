"""Settings for Django, derived from the environment. What may be set stands in `environment.py`."""

from pathlib import Path

from supportops import environment
from supportops.interfaces import logs

ROOT = Path(__file__).parent
PAGES = ROOT / "interfaces" / "web"

DATA = SUPPORTOPS_DATA = environment.data_folder()
SUPPORTOPS_URL = environment.public_url().geturl()
SUPPORTOPS_MAIL_SERVER = environment.mail_server()
SUPPORTOPS_MAX_MAIL = environment.largest_mail()
SUPPORTOPS_LEASE = environment.lease()
HTTPS = SUPPORTOPS_URL.startswith("https:")
DEBUG = environment.read("SUPPORTOPS_DEBUG") == "1"
SECRET_KEY = environment.secret_key(DATA)

ALLOWED_HOSTS = [environment.public_url().hostname, "localhost", "127.0.0.1", "[::1]", *environment.words("SUPPORTOPS_ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [SUPPORTOPS_URL]
ROOT_URLCONF = "supportops.urls"
ASGI_APPLICATION = "supportops.asgi.application"
APPEND_SLASH = False

DATABASES = {"default": environment.database(DATA)}
POSTGRES = DATABASES["default"]["ENGINE"].endswith("postgresql")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES = {"supportops": "supportops.models.migrations"}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *(["django.contrib.postgres"] if POSTGRES else []),
    "django_htmx",
    "allauth",
    "allauth.account",
    "supportops",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "supportops.interfaces.web.assets.assets",
    "supportops.interfaces.web.headers.policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PAGES / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "supportops.interfaces.web.words",
                "supportops.interfaces.web.policy.drawings",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "supportops.interfaces.web.page.shared",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [PAGES / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "attachments": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "attachments"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# In the database, so that a limit on tries holds over all processes and machines. Django's own bound of 300 entries would let a
# flood of visitors push the limits, and colleagues' drafts, out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "supportops_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

AUTH_USER_MODEL = "supportops.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("name", "email")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "supportops.interfaces.web.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Answers to customers go through the outbox; this is for the desk's own password links.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SUPPORTOPS_MAIL_SERVER else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mails"
EMAIL_TIMEOUT = 20
if SUPPORTOPS_MAIL_SERVER:
    EMAIL_HOST, EMAIL_PORT = SUPPORTOPS_MAIL_SERVER["host"], SUPPORTOPS_MAIL_SERVER["port"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = SUPPORTOPS_MAIL_SERVER["user"], SUPPORTOPS_MAIL_SERVER["password"]
    EMAIL_USE_SSL = SUPPORTOPS_MAIL_SERVER["ssl"]
    EMAIL_USE_TLS = bool(EMAIL_HOST_PASSWORD) and not EMAIL_USE_SSL  # a password never goes over the wire in the clear
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False  # the pages speak English only so far, and looking up 800 words in no catalogue takes a third of a list's time
FORMAT_MODULE_PATH = None
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING_CONFIG = None
logs.configure(for_people=environment.for_people(), debug=DEBUG)
