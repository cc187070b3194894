"""Referrals, as Django installs them."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "tutela.web.referrals"
    label = "referrals"
