"""What is the same everywhere; secrets come from the environment or the data folder."""

import os
from pathlib import Path

from vatsalya.accounts.conf import *  # noqa: F403  (the accounts package owns its settings)

from . import database, keys

ROOT = Path(__file__).resolve().parents[4]
DATA = Path(os.environ.get("DATA", ROOT / ".data"))
DEBUG = False
DEMO = os.environ.get("VATSALYA_DEMO") == "1"
DB_ROLE = os.environ.get("VATSALYA_DB_ROLE", "app")
DATABASES = {"default": database.settings(DB_ROLE, pool=DB_ROLE == "app")}

SECRET_KEY = keys.secret("django", DATA)
VAULT_KEY = keys.secret_bytes("vault", DATA)
VATSALYA_MATCH_KEY = keys.secret_bytes("match", DATA)
VATSALYA_AUDIT_KEY = str(DATA / "keys" / "audit_ed25519")
VATSALYA_AUDIT_HEADS = str(DATA / "heads.jsonl")

#: Signs what is sent to receivers (events, alerts); they check it with the public key at /api/v1/signing-key/.
EXCHANGE_SIGN_KEY = keys.secret_bytes("exchange", DATA)
#: The State's police system. Empty: there is none, and FIRs are typed by hand.
CCTNS_URL = os.environ.get("CCTNS_URL", "")
#: The file that describes the State's text-message gateway. Empty: messages wait, and are given up when too old.
SMS_GATEWAY = os.environ.get("SMS_GATEWAY", "")
#: Hosts inside an own network to which events and FIR questions may go all the same, with port: "127.0.0.1:9000".
EXCHANGE_INNER_HOSTS = frozenset(filter(None, os.environ.get("EXCHANGE_INNER_HOSTS", "").split(",")))

ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    *ACCOUNTS_APPS,  # noqa: F405
    "procrastinate.contrib.django",
    "vatsalya.law",
    "vatsalya.audit",
    "vatsalya.accounts",
    "vatsalya.places",
    "vatsalya.offices",
    "vatsalya.access",
    "vatsalya.jobs",
    "vatsalya.notices",
    "vatsalya.people",
    "vatsalya.matters",
    "vatsalya.sittings",
    "vatsalya.papers",
    "vatsalya.institutions",
    "vatsalya.matching",
    "vatsalya.placements",
    "vatsalya.plans",
    "vatsalya.cncp",
    "vatsalya.ccl",
    "vatsalya.missing",
    "vatsalya.helpline",
    "vatsalya.citizens",
    "vatsalya.mis",
    "vatsalya.exchange",
    "vatsalya.desk",
    "vatsalya.desk.accounts",
    "vatsalya.public",
    "vatsalya.api",
    "vatsalya.country",
    "vatsalya.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "vatsalya.access.signed_in.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *ACCOUNTS_MIDDLEWARE,  # noqa: F405
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "vatsalya.access.middleware.GateMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vatsalya.desk.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "vatsalya.papers.drawn.Renderer"
ROOT_URLCONF = "vatsalya.config.urls"
WSGI_APPLICATION = "vatsalya.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: Our own words come before those of Django and its libraries, which say some things in three ways.
LOCALE_PATHS = sorted((ROOT / "src" / "vatsalya").rglob("locale"))
LANGUAGE_CODE = "en"
LANGUAGES = [("hi", "हिन्दी"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 31536000
FORMAT_MODULE_PATH = ["vatsalya.config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Kolkata"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 15 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 15 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "vatsalya.desk.errors.csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
