"""What a new password must not be, in the words of our pages: the library has none in Hindi."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Long enough."""

    def get_error_message(self) -> str:
        """How long."""
        return _("This password is too short. It needs at least %(n)s characters.") % {"n": self.min_length}


class NotCommon(CommonPasswordValidator):
    """Not one of those that everybody tries first."""

    def get_error_message(self) -> str:
        """One sentence."""
        return _("This password is too common and easily guessed. Choose another one.")


class NotOnlyDigits(NumericPasswordValidator):
    """Not a telephone number or a date."""

    def get_error_message(self) -> str:
        """One sentence."""
        return _("This password is made of digits only. Mix in letters.")


class NotLikeTheName(UserAttributeSimilarityValidator):
    """Not like the person's name or sign-in name; the library would name our columns in English."""

    def get_error_message(self) -> str:
        """One sentence, whichever of the two it is like."""
        return _("The password is too much like your name or your sign-in name.")
