"""The one door for the web server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from vatsalya.lib import memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vatsalya.config.settings.dev")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every page is loaded now, not by the first person who asks for one
memory.keep_loaded()
