"""Signing in and out, one's own account, and the accounts one looks after. allauth's views, each behind our route.

Of allauth's addresses only those stand here that are needed: nobody signs up, connects e-mail addresses, gets a
password by e-mail or a code by e-mail, or lets a browser be trusted without the second factor.
"""

from allauth.account import views as signing_of_allauth

from tutela.web.accounts.views import again, factors, keeping, lost_factors, own, own_key, signing
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import PEOPLE, PUBLIC, SIGNED_IN, route

OWN = "account/second-factor/"
KEEPING = "accounts/<uuid:pk>/"
LOST = "accounts/lost-factors/"

coming_and_going = [
    route("sign-in/", signing.sign_in, name="account_login", needs=PUBLIC),
    route("sign-in/code/", signing.second_step, name="mfa_authenticate", needs=PUBLIC),
    route("sign-in/closed/", signing_of_allauth.account_inactive, name="account_inactive", needs=PUBLIC),
    route("sign-in/<str:secret>/", signing.use_link, name="use-sign-in-link", needs=PUBLIC),
    # allauth signs out of a half-finished sign-in too, so this asks for nobody
    route("sign-out/", signing.sign_out, name="account_logout", needs=PUBLIC),
]
asked_again = [
    route("account/again/", again.password_again, name="account_reauthenticate", needs=SIGNED_IN, entrance=True),
    route("account/again/code/", again.code_again, name="mfa_reauthenticate", needs=SIGNED_IN, entrance=True),
    route(
        "account/again/passkey/",
        again.passkey_again,
        name="mfa_reauthenticate_webauthn",
        needs=SIGNED_IN,
        entrance=True,
    ),
]
own_account = [
    route("account/", own.account, name="account", needs=SIGNED_IN),
    route("account/password/", own.change_password, name="account_change_password", needs=SIGNED_IN, fresh=True),
    route("account/password/first/", own.set_password, name="account_set_password", needs=SIGNED_IN, fresh=True),
    route("account/key/", own_key.own_key, name="account_own_key", needs=SIGNED_IN),
    route("account/browsers/", own.browsers, name="account-browsers", needs=SIGNED_IN),
    route("account/browsers/others/end/", own.end_others, name="account-end-others", needs=SIGNED_IN),
    route("account/browsers/<uuid:pk>/end/", own.end_browser, name="account-end-browser", needs=SIGNED_IN),
]
own_factors = [
    route(OWN, factors.index, name="mfa_index", needs=SIGNED_IN),
    route(f"{OWN}app/", factors.activate_totp, name="mfa_activate_totp", needs=SIGNED_IN, entrance=True),
    route(f"{OWN}app/remove/", factors.deactivate_totp, name="mfa_deactivate_totp", needs=SIGNED_IN),
    route(f"{OWN}passkeys/add/", factors.add_passkey, name="mfa_add_webauthn", needs=SIGNED_IN, entrance=True),
    route(f"{OWN}passkeys/<int:pk>/name/", factors.rename_passkey, name="mfa_edit_webauthn", needs=SIGNED_IN),
    route(f"{OWN}passkeys/<int:pk>/remove/", factors.remove_passkey, name="mfa_remove_webauthn", needs=SIGNED_IN),
    route("account/recovery-codes/", factors.recovery_codes, name="mfa_view_recovery_codes", needs=SIGNED_IN),
    route(
        "account/recovery-codes/new/",
        factors.new_recovery_codes,
        name="mfa_generate_recovery_codes",
        needs=SIGNED_IN,
    ),
    route(f"{OWN}not-lost/", factors.stop_help, name="account-not-lost", needs=SIGNED_IN),
]
# whoever looks after accounts; what they may do with one is decided row by row
keeping_accounts = [
    route(
        "accounts/", keeping.accounts, name="accounts", needs=Permission.ACCOUNT_MANAGE, nav="Accounts", within=PEOPLE
    ),
    route(KEEPING, keeping.one_account, name="one-account", needs=SIGNED_IN),
    route(f"{KEEPING}link/", keeping.make_link, name="account-link", needs=SIGNED_IN, fresh=True),
    route(f"{KEEPING}close/", keeping.close, name="account-close", needs=SIGNED_IN, fresh=True),
    route(f"{KEEPING}reopen/", keeping.reopen, name="account-reopen", needs=SIGNED_IN, fresh=True),
    route(f"{KEEPING}lost-factor/", lost_factors.ask, name="lost-factor-ask", needs=SIGNED_IN, fresh=True),
    route(LOST, lost_factors.requests, name="lost-factors", needs=SIGNED_IN),
    route(f"{LOST}<uuid:pk>/", lost_factors.one_request, name="lost-factor", needs=SIGNED_IN),
    route(f"{LOST}<uuid:pk>/confirm/", lost_factors.confirm, name="lost-factor-confirm", needs=SIGNED_IN, fresh=True),
    route(f"{LOST}<uuid:pk>/code/", lost_factors.make_code, name="lost-factor-code", needs=SIGNED_IN, fresh=True),
    route(f"{LOST}<uuid:pk>/stop/", lost_factors.stop, name="lost-factor-stop", needs=SIGNED_IN),
]

urlpatterns = [*coming_and_going, *asked_again, *own_account, *own_factors, *keeping_accounts]
