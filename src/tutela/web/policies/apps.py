"""Policies and agreements, as Django installs them."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "tutela.web.policies"
    label = "policies"

    def ready(self) -> None:
        """What is published may be shown to somebody who is invited from outside."""
        from tutela.web.policies.queries.documents import list_for_guests
        from tutela.web.responsibilities.offered import register

        register(list_for_guests)
