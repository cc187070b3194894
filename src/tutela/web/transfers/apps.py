"""Transfers, as Django installs them."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "tutela.web.transfers"
    label = "transfers"
