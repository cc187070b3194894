"""Engagement, as Django installs it."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "tutela.web.engagement"
    label = "engagement"
