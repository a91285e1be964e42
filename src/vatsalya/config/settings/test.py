"""The tests: a real PostgreSQL, quick hashing, plain static files."""

import os
import tempfile

os.environ.setdefault("DATA", tempfile.mkdtemp(prefix="vatsalya-test-"))
os.environ.setdefault("DATABASE_URL", "postgresql:///postgres")

from . import database  # noqa: E402
from .base import *  # noqa: E402, F403

DATABASES = {"default": database.settings("app", pool=False)}
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("VATSALYA_TEST_DB", "vatsalya_test")}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TESTING = True
WALLS_MAY_FALL = True
