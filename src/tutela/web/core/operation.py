"""The frame of every write: one transaction, acting as the actor it was given."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from tutela.web.core.actor import acting_as

P = ParamSpec("P")
T = TypeVar("T")


class Refused(Exception):
    """Nothing was changed. Its text says why, to whoever asked; what an app refuses derives from it."""


def operation(function: Callable[P, T]) -> Callable[P, T]:
    """Mark a write: all or nothing happens, audit and outbox included, and rows are looked at as `actor`.

    The function takes keywords only, among them `actor` and `at` (aware). Raises `TypeError` at import otherwise.
    """
    parameters = inspect.signature(function).parameters
    if not {"actor", "at"} <= parameters.keys() or any(
        parameter.kind is not inspect.Parameter.KEYWORD_ONLY for parameter in parameters.values()
    ):
        raise TypeError(f"{function.__qualname__} takes keywords only, among them actor and at")

    @wraps(function)
    def framed(*args: P.args, **kwargs: P.kwargs) -> T:
        with transaction.atomic(), acting_as(kwargs["actor"]):
            return function(*args, **kwargs)

    return framed
