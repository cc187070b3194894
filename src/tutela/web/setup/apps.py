"""The set-up as an app of Django."""

from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "tutela.web.setup"
    label = "setup"
