"""Referrals, as Django installs them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "tutela.web.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Where the nation sends worries stands on the page of our own situation."""
        from tutela.web.referrals.queries.bodies import list_following
        from tutela.web.registers.following import register

        register(_("Where worries may be referred"), list_following)
