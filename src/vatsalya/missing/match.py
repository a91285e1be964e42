"""Possible matches: what the rest of the house calls. Proposed in `proposals`, decided in `verdicts`."""

from .proposals import again as again
from .proposals import propose as propose
from .proposals import read as read
from .proposals import reasons as reasons
from .proposals import run as run
from .verdicts import answer as answer
from .verdicts import decide as decide
from .verdicts import unconfirm as unconfirm
from .verdicts import undo as undo
