"""The vault of allegations, as Django installs it."""

from django.apps import AppConfig


class AllegationsConfig(AppConfig):
    name = "tutela.web.allegations"
    label = "allegations"
