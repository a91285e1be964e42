"""The forms of sign-in and of one's own security."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vatsalya.accounts import actions, brake, factors
from vatsalya.accounts.adapters import words
from vatsalya.accounts.otp import western
from vatsalya.lib.errors import Refused

PASSWORD_HINT = _("At least 12 characters. Four words that do not belong together are easy to remember.")
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


def _password(label: Any, autocomplete: str, hint: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, help_text=hint, max_length=256)


class SignIn(LoginForm):
    """Sign-in name and password."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        self.fields["login"] = forms.CharField(label=_("Sign-in name"), widget=name, max_length=40)
        self.fields["password"] = _password(_("Password"), "current-password")
        self.order_fields(["login", "password"])


class PasswordAgain(ReauthenticateForm):
    """The password once more, while there is no second factor yet."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password(_("Password"), "current-password")


class _Braked(forms.Form):
    """A code from the app, or a recovery code; guessing is slowed down, no code counts twice."""

    use_required_attribute = False
    user: Any
    authenticator: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code"),
            widget=forms.TextInput(attrs=CODE),
            help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        )

    def clean_code(self) -> str:
        """Check the code behind the brake, and write the try down."""
        request = context.request
        try:
            brake.check(request, self.user.username, request.at, brake.CODE)
        except Refused as no:
            raise words(no) from None
        self.cleaned_data["code"] = western(self.cleaned_data["code"])
        try:
            code = super().clean_code()  # type: ignore[misc]
            self._use_up(code, request.at)
        except ValidationError:
            brake.note(request, self.user.username, ok=False, at=request.at, kind=brake.CODE)
            raise
        brake.note(request, self.user.username, ok=True, at=request.at, kind=brake.CODE)
        return code

    def _use_up(self, code: str, at: Any) -> None:
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            actions.note_change(account_id=self.user.pk, what="recovery_code_used", at=at)
        elif not factors.take_step(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")


class SecondFactor(_Braked, AuthenticateForm):
    """The second step of signing in."""


class CodeAgain(_Braked, ReauthenticateCodeForm):
    """A code once more, before a grave act."""


class NewApp(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("The six digits that the app shows now.")
        self.fields["code"] = forms.CharField(label=_("Code"), widget=forms.TextInput(attrs=CODE), help_text=hint)

    def clean_code(self) -> str:
        """The code must belong to the secret that was just shown."""
        self.cleaned_data["code"] = western(self.cleaned_data["code"])
        return super().clean_code()


class NewPasskey(AddWebAuthnForm):
    """A new passkey and what its owner calls it."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"] = forms.CharField(label=_("What do you call it?"), required=False, max_length=60)


class PasskeyName(EditWebAuthnForm):
    """Another name for a passkey."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("What do you call it?"), max_length=60, initial=self.instance.wrap().name
        )


class NewPassword(forms.Form):
    """A password of one's own, twice."""

    use_required_attribute = False

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["password"] = _password(_("New password"), "new-password", PASSWORD_HINT)
        self.fields["again"] = _password(_("The same password again"), "new-password")

    def clean_password(self) -> str:
        """Long enough, not common, not like the name."""
        validate_password(self.cleaned_data["password"], self.account)
        return self.cleaned_data["password"]

    def clean(self) -> dict[str, Any]:
        """Both must be alike."""
        data = super().clean() or {}
        if "password" in data and data["password"] != data.get("again"):
            self.add_error("again", _("The two passwords are not alike."))
        return data


class OtherPassword(ChangePasswordForm):
    """One's own new password, knowing the present one."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = _password(_("Present password"), "current-password")
        self.fields["password1"] = _password(_("New password"), "new-password", PASSWORD_HINT)
        self.fields["password2"] = _password(_("The same password again"), "new-password")

    def clean_oldpassword(self) -> str:
        """The present password, behind the brake."""
        if not get_account_adapter().reauthenticate(self.user, self.cleaned_data["oldpassword"]):
            raise get_account_adapter().validation_error("enter_current_password")
        return self.cleaned_data["oldpassword"]

    def clean_password1(self) -> str:
        """Long enough, not common, not like the name, not the present one."""
        new = self.cleaned_data["password1"]
        validate_password(new, self.user)
        if new == self.cleaned_data.get("oldpassword"):
            raise forms.ValidationError(_("This is your present password. Choose another one."))
        return new
