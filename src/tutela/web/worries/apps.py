"""Worries as an app of Django."""

from django.apps import AppConfig


class WorriesConfig(AppConfig):
    name = "tutela.web.worries"
    label = "worries"
