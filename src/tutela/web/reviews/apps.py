"""Reviews, as Django installs them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "tutela.web.reviews"
    label = "reviews"

    def ready(self) -> None:
        """What may be reviewed stands on the page of our own situation."""
        from tutela.web.registers.following import register
        from tutela.web.reviews.queries.shelves import list_following

        register(_("Frameworks to review by"), list_following)
