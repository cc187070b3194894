"""The site of parts, without a database."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.test.utils import override_settings

from tests.web.look.parts import SETTINGS


@pytest.fixture
def site() -> Iterator[Client]:
    """Asks the site of parts for pages, without a browser."""
    with override_settings(**SETTINGS, ALLOWED_HOSTS=["testserver"]):
        yield Client()
