"""A framework word for word in the database, and back."""

import hashlib
from functools import lru_cache

import msgspec

from tutela.web.reviews.frameworks.model import Framework, Mapping
from tutela.web.reviews.frameworks.translated import translate
from tutela.web.reviews.models import PinnedFramework, Review


def to_text(framework: Framework | Mapping) -> str:
    """The content as it is kept: the same framework gives the same text."""
    return msgspec.json.encode(framework, order="sorted").decode()


def hash_of(text: str) -> str:
    """SHA-256 of the content, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def of(review: Review, language: str = "") -> Framework:
    """The framework of a review, in a language if it has it. Its words are read from the database once per content."""
    pinned_id = review.framework_id
    content_hash = PinnedFramework.objects.values_list("content_hash", flat=True).get(pk=pinned_id)
    return _of_content(content_hash, pinned_id, language)


@lru_cache(maxsize=64)
def _of_content(content_hash: str, pinned_id: int, language: str) -> Framework:
    framework = from_text(PinnedFramework.objects.values_list("content", flat=True).get(pk=pinned_id))
    return translate(framework, language) if language else framework


def from_text(text: str) -> Framework:
    """The framework that was kept."""
    return msgspec.json.decode(text, type=Framework)


@lru_cache(maxsize=64)
def mapping_from_text(text: str) -> Mapping:
    """The mapping that was kept."""
    return msgspec.json.decode(text, type=Mapping)
