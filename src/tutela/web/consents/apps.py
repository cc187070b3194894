"""Consents, as Django installs them."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "tutela.web.consents"
    label = "consents"
