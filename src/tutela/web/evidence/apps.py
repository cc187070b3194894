"""Evidence, as Django installs it."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "tutela.web.evidence"
    label = "evidence"
