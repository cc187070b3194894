"""Words that are signed or shown in more than one place."""

from django.utils.translation import gettext_lazy as _

SIGN_OFF_WORDS = _(
    "I have read what Tutela records about the use of the internet here, why, who may look at it and how long it is "
    "kept. Our data protection impact assessment covers it, our lawful basis is written down, and the people who are "
    "monitored, and the parents of those who are children, have been told. Monitoring may begin."
)
"""What whoever answers for data protection signs before monitoring begins; its hash is kept with the signature."""
