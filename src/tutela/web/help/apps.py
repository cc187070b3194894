"""The help pages as an app of Django."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "tutela.web.help"
    label = "help"
