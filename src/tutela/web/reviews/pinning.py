"""A framework word for word in the database, and back."""

import hashlib
from functools import lru_cache

import msgspec

from tutela.web.reviews.frameworks.model import Framework


def to_text(framework: Framework) -> str:
    """The content as it is kept: the same framework gives the same text."""
    return msgspec.json.encode(framework, order="sorted").decode()


def hash_of(text: str) -> str:
    """SHA-256 of the content, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def from_text(text: str) -> Framework:
    """The framework that was kept."""
    return msgspec.json.decode(text, type=Framework)
