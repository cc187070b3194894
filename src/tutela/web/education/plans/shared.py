"""A lesson plan as one establishment hands it to another, in a signed file. No Django."""

from typing import get_args
from uuid import UUID

import msgspec

from tutela.web.education.plans.model import MOST, MOST_LINES, Plan
from tutela.web.education.shipped.curriculum import Band, list_topics
from tutela.web.establishments.handing_on import signed
from tutela.web.establishments.handing_on.signed import BadShared

FORMAT = "tutela lesson 1"
LONGEST_SOURCE = 4000
LONGEST_LICENCE = 120


class SharedPlan(signed.Signed, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file says: which plan, which version of it, and its words."""

    plan: UUID
    version: int
    words: Plan


def read(raw: bytes) -> SharedPlan:
    """What a file says, once its signature is found right and all in it is as long and known as it may be.

    Raises `BadShared`.
    """
    file = signed.read(raw, SharedPlan, FORMAT)
    words = file.words
    signed.must_lead_to_pages([one.address for one in words.materials])
    if words.topic not in list_topics() or not words.bands or not set(words.bands) <= set(get_args(Band)):
        raise BadShared("The file names a strand or an age that is not known here.")
    if not (words.licence and words.source and words.title):
        raise BadShared("The file does not say what it is, whose it is, or under which licence.")
    if not 1 <= file.version <= 10_000 or _is_too_long(words):  # more than anybody writes
        raise BadShared("A part of the file is longer than it can be here.")
    return msgspec.structs.replace(file, words=_without_controls(words))


def _is_too_long(words: Plan) -> bool:
    lengths = [
        (words.title, MOST["title"]), (words.goal, MOST["goal"]), (words.steps, MOST["steps"]),
        (words.source, LONGEST_SOURCE), (words.licence, LONGEST_LICENCE),
        *((one, MOST["question"]) for one in words.questions),
        *((one.title + one.address + one.licence + one.author, MOST["material"]) for one in words.materials),
    ]  # fmt: skip
    many = max(len(words.questions), len(words.materials)) > MOST_LINES
    return many or any(len(text) > most for text, most in lengths)


def _without_controls(words: Plan) -> Plan:
    """Letters that steer a terminal or turn a line around are nobody's words."""
    plain = "".join(one for one in msgspec.json.encode(words).decode() if one.isprintable())
    return msgspec.json.decode(plain.encode(), type=Plan)
