"""A developer's machine and the demo: same code, plain http on this machine only."""

from .base import *  # noqa: F403

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
