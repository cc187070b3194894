"""Actions, as Django installs them."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "tutela.web.actions"
    label = "actions"
