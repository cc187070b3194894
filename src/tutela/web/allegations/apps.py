"""The vault of allegations, as Django installs it."""

from django.apps import AppConfig


class AllegationsConfig(AppConfig):
    name = "tutela.web.allegations"
    label = "allegations"

    def ready(self) -> None:
        """Concerns about adults come here."""
        from tutela.web.allegations.operations.confidence import TheVault
        from tutela.web.concerns.confidence import register

        register(TheVault())
