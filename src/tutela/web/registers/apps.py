"""Registers, as Django installs them."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "tutela.web.registers"
    label = "registers"
