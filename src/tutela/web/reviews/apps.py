"""Reviews, as Django installs them."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "tutela.web.reviews"
    label = "reviews"
