"""Chance that is always the same: what is drawn follows from a seed and from what it is drawn for."""

from random import Random


def chance_of(*about: object) -> Random:
    """Draws for these words: the same words give the same draws, whatever else was drawn before."""
    return Random(":".join(map(str, about)))  # noqa: S311  made-up people and their days, nothing secret
