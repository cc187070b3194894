"""Signing in and out, and one's own account. allauth's views, each behind our route."""

from allauth.account import views as signing
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp

from tutela.web.accounts import views
from tutela.web.core.routing import PUBLIC, SIGNED_IN, route

urlpatterns = [
    route("sign-in/", signing.login, name="account_login", needs=PUBLIC),
    route("sign-in/code/", factor.authenticate, name="mfa_authenticate", needs=PUBLIC),
    route("sign-in/closed/", signing.account_inactive, name="account_inactive", needs=PUBLIC),
    route("sign-in/<str:secret>/", views.use_link, name="use-sign-in-link", needs=PUBLIC),
    # allauth signs out of a half-finished sign-in too, so this asks for nobody
    route("sign-out/", views.sign_out, name="account_logout", needs=PUBLIC),
    route("account/", views.account, name="account", needs=SIGNED_IN),
    route("account/again/", views.password_again, name="account_reauthenticate", needs=SIGNED_IN, entrance=True),
    route("account/again/code/", views.code_again, name="mfa_reauthenticate", needs=SIGNED_IN, entrance=True),
    route("account/password/", signing.password_change, name="account_change_password", needs=SIGNED_IN, fresh=True),
    route("account/password/first/", signing.password_set, name="account_set_password", needs=SIGNED_IN, fresh=True),
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
]
