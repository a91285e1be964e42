"""What a new password must not be, in the words of our pages."""

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.utils.translation import gettext as _


class NotLikeTheName(UserAttributeSimilarityValidator):
    """Not like the person's name or sign-in name; the library would name our columns in English."""

    def get_error_message(self) -> str:
        """One sentence, whichever of the two it is like."""
        return _("The password is too much like your name or your sign-in name.")
