"""Every setting, read from the environment (or a .env file) through django-environ.

With nothing set at all this is the demo: SQLite, a broker of files, the local Digital River. Wrong
or missing values are said by system checks (core/checks.py), never by a traceback at 3 a.m.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")

# --- What this process is ------------------------------------------------------------------------

# demo: all on one machine, with believable data. test: the suite. production: the real thing.
ENVIRONMENT = env.str("ENVIRONMENT", "demo")
IS_PRODUCTION = ENVIRONMENT == "production"
DEMO_SECRET_KEY = "not-secret-for-the-demo-only-0123456789-abcdefghijklmnop"  # noqa: S105 - says so

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", DEMO_SECRET_KEY)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["127.0.0.1", "localhost", "testserver"]
)
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
STATE_DIR = Path(env.str("MILLRACE_STATE", str(BASE_DIR / "var"))).resolve()
CRASHPOINT = env.str("CRASHPOINT", "")  # core/crash.py; refused in production

# --- Digital River --------------------------------------------------------------------------------

SANDBOX_URL = "http://127.0.0.1:8001"
DIGITALRIVER_API_URL = env.str("DIGITALRIVER_API_URL", SANDBOX_URL).rstrip("/")
DIGITALRIVER_JS_URL = env.str("DIGITALRIVER_JS_URL", f"{SANDBOX_URL}/v1/DigitalRiver.js")
DIGITALRIVER_CSS_URL = env.str("DIGITALRIVER_CSS_URL", f"{SANDBOX_URL}/v1/css/DigitalRiver.css")
DIGITALRIVER_API_VERSION = env.str("DIGITALRIVER_API_VERSION", "2021-12-13")
# A Store row names its credentials; keys live here and nowhere else.
DIGITALRIVER_CREDENTIALS = {
    "default": {
        "secret_key": env.str("DIGITALRIVER_SECRET_KEY", "sk_test_sandbox"),
        "public_key": env.str("DIGITALRIVER_PUBLIC_KEY", "pk_test_sandbox"),
    },
}
DIGITALRIVER_CONNECT_TIMEOUT = env.float("DIGITALRIVER_CONNECT_TIMEOUT", 3.0)
DIGITALRIVER_READ_TIMEOUT = env.float("DIGITALRIVER_READ_TIMEOUT", 10.0)
# "secret" or "secret@2026-12-01T00:00:00Z": after a rotation the old one stays valid until then.
DIGITALRIVER_WEBHOOK_SECRETS = env.list(
    "DIGITALRIVER_WEBHOOK_SECRETS", default=["whsec_sandbox_demo"]
)
DIGITALRIVER_WEBHOOK_TOLERANCE = timedelta(seconds=env.int("DIGITALRIVER_WEBHOOK_TOLERANCE", 300))
DIGITALRIVER_WEBHOOK_MAX_BYTES = env.int("DIGITALRIVER_WEBHOOK_MAX_BYTES", 1024 * 1024)
DIGITALRIVER_WEBHOOK_BASIC = env.str("DIGITALRIVER_WEBHOOK_BASIC", "")  # "user:password"
DIGITALRIVER_WEBHOOK_OAUTH = env.str("DIGITALRIVER_WEBHOOK_OAUTH", "")  # "client-id:client-secret"
# How long a worker lets the events of one change gather, so that one read serves them all.
DIGITALRIVER_WEBHOOK_GATHER_MS = env.int(
    "DIGITALRIVER_WEBHOOK_GATHER_MS", 0 if ENVIRONMENT == "test" else 300
)
DIGITALRIVER_LIVE_MODE = env.bool("DIGITALRIVER_LIVE_MODE", False)
DIGITALRIVER_LOG_ALL = env.bool("DIGITALRIVER_LOG_ALL", False)
DIGITALRIVER_LOG_RETENTION_DAYS = env.int("DIGITALRIVER_LOG_RETENTION_DAYS", 90)
# Hosts that the payment page may load from and talk to, beside the script's own (they are not
# published; these come from what the library was seen to use).
DIGITALRIVER_BROWSER_ORIGINS = env.list("DIGITALRIVER_BROWSER_ORIGINS", default=[])

# --- Django ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",
    "accounts",
    "core",
    "storefront",
    "orders",
    "checkout",
    "webhooks",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_fsm",
    "django_htmx",
    "rest_framework",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.tidy.TidyRequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "storefront.middleware.MarketMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "storefront.context_processors.shop",
                "checkout.context_processors.cart",
            ],
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- Data -----------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{STATE_DIR / 'millrace.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE and a patient lock: readers never wait, writers queue instead of failing.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command=(
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-16000;"
            "PRAGMA temp_store=MEMORY"
        ),
    )
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", env.int("CONN_MAX_AGE", 60))
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    "default": env.cache_url("CACHE_URL", "locmemcache://"),
    # Where {% cache %} keeps the frame's menus: in the process, or they would cost what they save.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # a cart is worth remembering for two months
SESSION_COOKIE_NAME = "millrace_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "millrace_csrf"
CSRF_COOKIE_HTTPONLY = False
LANGUAGE_COOKIE_NAME = "millrace_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Work after the request -----------------------------------------------------------------------

BROKER_DIR = STATE_DIR / "broker"
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "millrace-files://localhost")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "processed_folder": str(BROKER_DIR / "claimed"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }
    if CELERY_BROKER_URL.startswith("millrace-files")
    else {"socket_connect_timeout": 2, "socket_timeout": 5}
    if CELERY_BROKER_URL.startswith("redis")
    else {}
)
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {"tick": {"task": "core.tasks.tick", "schedule": 5.0}}
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "celerybeat")

# --- Mail -----------------------------------------------------------------------------------------

_mail = env.email_url("EMAIL_URL", "consolemail://")
vars().update({name: value for name, value in _mail.items() if name.startswith("EMAIL_")})
if "EMAIL_URL" not in env.ENVIRON:
    EMAIL_BACKEND = "core.mail.TableBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Northlight Audio <orders@northlight.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The mailbox page shows every letter to everybody: demo and tests only.
MAILBOX_ENABLED = not IS_PRODUCTION

# --- Static files ---------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static.HashedStorage"},
}
MEDIA_ROOT = STATE_DIR / "media"
WHITENOISE_MAX_AGE = 0 if DEBUG else 60
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- Security -------------------------------------------------------------------------------------

TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])  # addresses or networks
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", IS_PRODUCTION)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS_PROXY", False) else None
)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000 if IS_PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_SECURE = IS_PRODUCTION
LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "display-capture": [],
    "geolocation": [],
    "microphone": [],
    "usb": [],
}

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
}

# --- Logs -----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "celery": {"level": "WARNING"},
    },
}

# --- What could not be read ----------------------------------------------------------------------

CONFIGURATION_PROBLEMS = env.problems  # core/checks.py says them
