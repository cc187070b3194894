"""Records, as Django installs them."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "tutela.web.records"
    label = "records"
