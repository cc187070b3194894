"""The permission table is taken from the running pages, with the fixtures of every web test."""

from tests.web.conftest import *  # noqa: F403
