"""Worries as an app of Django."""

from django.apps import AppConfig


class WorriesConfig(AppConfig):
    name = "tutela.web.worries"
    label = "worries"

    def ready(self) -> None:
        """Who does not work here reports here."""
        from tutela.web.concerns.own_words import OwnPages, register

        register(OwnPages("worries:own", "worries:own-check", "worries:own-sent", "worries:own-mine"))
