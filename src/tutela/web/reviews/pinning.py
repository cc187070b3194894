"""A framework word for word in the database, and back."""

import hashlib
from functools import lru_cache

import msgspec

from tutela.web.reviews.frameworks.model import Framework, Mapping
from tutela.web.reviews.frameworks.translated import list_languages, translate
from tutela.web.reviews.models import PinnedFramework, Review


def to_text(framework: Framework | Mapping) -> str:
    """The content as it is kept: the same framework gives the same text."""
    return msgspec.json.encode(framework, order="sorted").decode()


def hash_of(text: str) -> str:
    """SHA-256 of the content, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def of(review: Review, language: str = "") -> Framework:
    """The framework of a review, in a language if it has it. Its words are read from the database once per content."""
    return of_content(*key_of(review), language)


def languages_of(review: Review) -> tuple[str, ...]:
    """Codes of the languages in which the framework of a review can be read, its own first."""
    return _languages(*key_of(review))


def key_of(review: Review) -> tuple[str, int]:
    """By what one content is told from another in what is kept in memory: its hash, and the row that holds it."""
    if not Review.framework.is_cached(review):
        review.framework = PinnedFramework.objects.defer("content").get(pk=review.framework_id)
    return review.framework.content_hash, review.framework_id


@lru_cache(maxsize=64)
def of_content(content_hash: str, pinned_id: int, language: str) -> Framework:
    """The framework of such a key."""
    if language:
        return translate(of_content(content_hash, pinned_id, ""), language)
    return from_text(PinnedFramework.objects.values_list("content", flat=True).get(pk=pinned_id))


@lru_cache(maxsize=64)
def _languages(content_hash: str, pinned_id: int) -> tuple[str, ...]:
    return tuple(list_languages(of_content(content_hash, pinned_id, "")))


def from_text(text: str) -> Framework:
    """The framework that was kept."""
    return msgspec.json.decode(text, type=Framework)


@lru_cache(maxsize=64)
def mapping_from_text(text: str) -> Mapping:
    """The mapping that was kept."""
    return msgspec.json.decode(text, type=Mapping)
