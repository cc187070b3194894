"""Signing in and out, and one's own account. allauth's views, each behind our route."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp

from tutela.web.accounts import views
from tutela.web.core.routing import PUBLIC, SIGNED_IN, route

urlpatterns = [
    route("sign-in/", account.login, name="account_login", needs=PUBLIC),
    route("sign-in/code/", factor.authenticate, name="mfa_authenticate", needs=PUBLIC),
    route("sign-in/closed/", account.account_inactive, name="account_inactive", needs=PUBLIC),
    route("sign-in/<str:secret>/", views.use_link, name="use-sign-in-link", needs=PUBLIC),
    route("sign-out/", account.logout, name="account_logout", needs=SIGNED_IN, entrance=True),
    route("account/again/", account.reauthenticate, name="account_reauthenticate", needs=SIGNED_IN, entrance=True),
    route("account/again/code/", factor.reauthenticate, name="mfa_reauthenticate", needs=SIGNED_IN, entrance=True),
    route("account/password/", account.password_change, name="account_change_password", needs=SIGNED_IN),
    route("account/password/first/", account.password_set, name="account_set_password", needs=SIGNED_IN),
    route("account/second-factor/", factor.index, name="mfa_index", needs=SIGNED_IN),
    route("account/second-factor/app/", views.activate_totp, name="mfa_activate_totp", needs=SIGNED_IN, entrance=True),
    route("account/second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp", needs=SIGNED_IN),
    route("account/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes", needs=SIGNED_IN),
    route(
        "account/recovery-codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
        needs=SIGNED_IN,
    ),
    route(
        "account/recovery-codes/file/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
        needs=SIGNED_IN,
    ),
]
