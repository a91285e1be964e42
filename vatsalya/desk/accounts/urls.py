"""Addresses of sign-in and of a person's own security; the library's views, marked as screens."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path

from vatsalya.access.screens import screen

from . import people, views


def _out(code: str, view):  # type: ignore[no-untyped-def]
    return screen(code, public=True)(view)


def _in(code: str, view):  # type: ignore[no-untyped-def]
    return screen(code, staff=True)(view)


urlpatterns = [
    path("sign-in/", _out("AC-01", account.login), name="account_login"),
    path("sign-out/", _out("AC-02", account.logout), name="account_logout"),
    path("sign-in/factor/", _out("AC-03", mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", _out("AC-04", passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/closed/", _out("AC-05", views.closed), name="account_inactive"),
    path("sign-up/", _out("AC-06", views.closed), name="account_signup"),
    path("invitation/<str:token>/", _out("AC-07", views.invitation), name="invitation"),
    path("set-up/", _in("AC-SETUP-1", views.setup_factor), name="setup_factor"),
    path("set-up/app/", _in("AC-SETUP-2", totp.activate_totp), name="mfa_activate_totp"),
    path("set-up/passkey/", _in("AC-SETUP-3", passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("set-up/codes/", _in("AC-SETUP-4", codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("security/", _in("AC-10", mfa.index), name="mfa_index"),
    path("security/app/remove/", _in("AC-11", totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("security/passkeys/", _in("AC-12", passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("security/passkeys/<int:pk>/remove/", _in("AC-13", passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("security/passkeys/<int:pk>/", _in("AC-14", passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("security/codes/new/", _in("AC-15", codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("security/codes/file/", _in("AC-16", codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("security/sessions/", _in("AC-17", sessions.list_usersessions), name="usersessions_list"),
    path("security/password/", _in("AC-18", account.password_change), name="account_change_password"),
    path("security/again/", _in("AC-SETUP-5", account.reauthenticate), name="account_reauthenticate"),
    path("security/again/factor/", _in("AC-SETUP-6", mfa.reauthenticate), name="mfa_reauthenticate"),
    path("security/again/passkey/", _in("AC-SETUP-7", passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("posting/", _in("AC-20", views.choose_posting), name="choose_posting"),
    path("people/", screen("AC-30", act="account.create")(people.office_list), name="people"),
    path("people/appoint/", screen("AC-31", act="account.create")(people.appoint), name="appoint"),
    path("people/<int:posting_id>/end/", screen("AC-32", act="account.end")(people.end), name="end_posting"),
    path("people/<int:posting_id>/invite/", screen("AC-33", act="account.create")(people.reissue), name="reissue"),
]
