"""Addresses of sign-in, of a person's own security and of appointments; the library's names are kept."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from vatsalya.access.screens import screen

from . import many, people, security, set_up, sign_in
from .again import fresh


def _open(where: str, code: str, view: Callable, name: str) -> URLPattern:
    return path(where, screen(code, public=True)(view), name=name)


def _staff(where: str, code: str, view: Callable, name: str) -> URLPattern:
    return path(where, screen(code, staff=True)(view), name=name)


def _appointing(where: str, code: str, view: Callable, name: str, act: str = "account.create") -> Any:
    return path(where, screen(code, act=act)(view), name=name)


urlpatterns = [
    _open("sign-in/", "AC-01", sign_in.sign_in, "account_login"),
    _open("sign-out/", "AC-02", sign_in.sign_out, "account_logout"),
    _open("sign-in/code/", "AC-03", sign_in.second_factor, "mfa_authenticate"),
    _open("sign-in/passkey/", "AC-04", sign_in.by_passkey, "mfa_login_webauthn"),
    _open("sign-in/closed/", "AC-05", sign_in.closed, "account_inactive"),
    _open("invitation/<str:token>/", "AC-07", set_up.invitation, "invitation"),
    _staff("set-up/", "AC-SETUP-1", set_up.next_step, "setup_factor"),
    _staff("set-up/app/", "AC-SETUP-2", set_up.add_app, "mfa_activate_totp"),
    _staff("set-up/passkey/", "AC-SETUP-3", set_up.add_passkey, "mfa_add_webauthn"),
    _staff("set-up/codes/", "AC-SETUP-4", set_up.show_codes, "mfa_view_recovery_codes"),
    _staff("set-up/codes/new/", "AC-SETUP-5", security.new_codes, "mfa_generate_recovery_codes"),
    _staff("set-up/done/", "AC-SETUP-6", set_up.done, "setup_done"),
    _staff("again/password/", "AC-SETUP-7", sign_in.again_password, "account_reauthenticate"),
    _staff("again/code/", "AC-SETUP-8", sign_in.again_code, "mfa_reauthenticate"),
    _staff("again/passkey/", "AC-SETUP-9", sign_in.again_passkey, "mfa_reauthenticate_webauthn"),
    _staff("security/", "AC-10", security.overview, "mfa_index"),
    _staff("security/app/remove/", "AC-11", security.remove_app, "mfa_deactivate_totp"),
    _staff("security/passkeys/<int:pk>/remove/", "AC-12", security.remove_passkey, "mfa_remove_webauthn"),
    _staff("security/passkeys/<int:pk>/", "AC-13", security.name_passkey, "mfa_edit_webauthn"),
    _staff("security/password/", "AC-14", security.password, "account_change_password"),
    _staff("security/sessions/end/", "AC-15", security.end_sessions, "end_sessions"),
    _staff("posting/", "AC-20", set_up.choose_posting, "choose_posting"),
    _appointing("people/", "AC-30", people.directory, "people"),
    _appointing("people/appoint/", "AC-31", people.choose_role, "appoint_role"),
    _appointing("people/appoint/<slug:role>/", "AC-32", people.appoint, "appoint"),
    _appointing("people/<int:posting_id>/end/", "AC-33", fresh(people.end), "end_posting", "account.end"),
    _appointing("people/<int:posting_id>/invite/", "AC-34", fresh(people.reissue), "reissue"),
    _appointing("people/many/", "AC-35", many.upload, "bulk"),
    _appointing("people/many/empty/", "AC-36", many.empty_sheet, "bulk_empty"),
    _appointing("people/many/<int:job_id>/", "AC-37", many.job, "bulk_job"),
    _appointing("people/many/<int:job_id>/run/", "AC-38", many.run, "bulk_run"),
    _appointing("people/many/<int:job_id>/undo/", "AC-39", many.undo, "bulk_undo", "account.end"),
    _appointing("people/many/<int:job_id>/invitations/", "AC-40", many.invitations, "bulk_invitations"),
    _appointing("auditor/sign-ins/", "AC-50", security.tries, "sign_in_tries", "audit.read"),
]
