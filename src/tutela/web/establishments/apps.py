"""Establishments, as Django installs them."""

from django.apps import AppConfig


class EstablishmentsConfig(AppConfig):
    name = "tutela.web.establishments"
    label = "establishments"
