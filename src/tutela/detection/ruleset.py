"""Where the rules come from: the library's files, or the signed "detection" snapshot made of them.

A rule file holds one Sigma document. The snapshot holds the same documents and the term lists as
one JSON text, so that it can be read and compared.
"""

import datetime as dt
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tutela.detection.matcher import Matcher
from tutela.detection.rule import Rule, read_rule
from tutela.detection.sigma import LONDON, BadRule
from tutela.detection.terms import BadTermList, TermList
from tutela.detection.vocabulary import Vocabulary
from tutela.library.read import ROOT, read

LIBRARY = ROOT / "detections"
FORMAT = 1
_Kind = TypeVar("_Kind", TermList, Vocabulary)


class Ruleset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rule documents (parsed Sigma) and term lists, before they are compiled."""

    format: int = FORMAT
    rules: tuple[dict[str, Any], ...]
    terms: tuple[TermList, ...]
    words: tuple[Vocabulary, ...] = ()


def read_library(folder: Path = LIBRARY) -> Ruleset:
    """The rules and term lists in `folder`; raises BadLibraryFile (file and line), BadRule or BadTermList."""
    rules = [_document(path) for path in sorted(folder.glob("*.yaml"))]
    terms = [_named(path, TermList) for path in sorted((folder / "terms").glob("*.yaml"))]
    words = [_named(path, Vocabulary) for path in sorted((folder / "words").glob("*.yaml"))]
    return Ruleset(rules=tuple(rules), terms=tuple(terms), words=tuple(words))


def pack(ruleset: Ruleset) -> bytes:
    """The content of the "detection" snapshot: the same rules give the same bytes."""
    return msgspec.json.encode(ruleset, order="sorted")


def unpack(content: bytes) -> Ruleset:
    """The ruleset in a snapshot whose signature has been checked; raises BadRule."""
    try:
        ruleset = msgspec.json.decode(content, type=Ruleset)
    except msgspec.DecodeError as error:
        raise BadRule(f"the detection snapshot cannot be read: {error}") from error
    if ruleset.format != FORMAT:
        raise BadRule(f"the detection snapshot has format {ruleset.format}; this version reads {FORMAT}")
    return ruleset


def compile_ruleset(ruleset: Ruleset, zone: dt.tzinfo = LONDON) -> Matcher:
    """A fresh matcher with empty windows; raises BadRule or BadTermList, which name the culprit.

    `zone` says what hour it is for rules that ask.
    """
    return Matcher(ruleset.rules, ruleset.terms, ruleset.words, zone)


def load(content: bytes, zone: dt.tzinfo = LONDON) -> Matcher:
    """The matcher of a "detection" snapshot."""
    return compile_ruleset(unpack(content), zone)


def load_library(zone: dt.tzinfo = LONDON) -> Matcher:
    """The matcher of the rules that come with Tutela, for as long as there is no snapshot."""
    return compile_ruleset(read_library(), zone)


def list_rules(ruleset: Ruleset | None = None) -> dict[str, Rule]:
    """What people read about each rule, by id; quick, since nothing is compiled."""
    documents = (ruleset or read_library()).rules
    rules = [read_rule(document) for document in documents if "safeguarding" in document]
    return {rule.id: rule for rule in rules}


def _document(path: Path) -> dict[str, Any]:
    document = read(path, dict[str, Any])
    if "safeguarding" in document:
        read(path, Rule)  # the same content by its types: a mistake is found with its line
    if document.get("name") != path.stem:
        raise BadRule(f"{path.name}: its name is “{document.get('name')}”; call it {path.stem} like the file")
    # dates become text, so that a document is the same before and after a snapshot
    return msgspec.convert(msgspec.to_builtins(document), dict[str, Any])


def _named(path: Path, kind: type[_Kind]) -> _Kind:
    found = read(path, kind)
    if found.id != path.stem:
        raise BadTermList(f"{path.name}: its id is “{found.id}”; call it {path.stem} like the file")
    return found
