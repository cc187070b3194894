"""Back-ups, as Django installs them."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "tutela.web.backups"
    label = "backups"
