"""The real templates, styles and script, served without sign-in and without a database."""

from vatsalya.config.settings.test import *  # noqa: F403
from vatsalya.config.settings.test import INSTALLED_APPS, TEMPLATES

DEBUG = True  # the style sheets are served from their source
#: No sign-in and no queue here.
LEFT_OUT = ("allauth", "procrastinate", "vatsalya.jobs", "vatsalya.matching", "vatsalya.exchange")
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(LEFT_OUT)]
ROOT_URLCONF = "tests.faces.site.urls"
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tests.faces.site.urls.at_a_fixed_time",
]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [ROOT / "tests/faces/site/templates"]}]  # noqa: F405
CSRF_COOKIE_SECURE = False
