"""The frameworks and mappings that are shipped, and any framework by its file: whatever form it is in."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from tutela.library.read import ROOT, BadLibraryFile
from tutela.web.reviews.frameworks import authored, bounded, ciso, dfe
from tutela.web.reviews.frameworks.model import Framework, Mapping

SHELF = ROOT / "frameworks"
MAPPINGS = SHELF / "mappings"


def list_shipped() -> list[Framework]:
    """Every framework of the library by id; the same content gives the same object. Raises `BadLibraryFile`."""
    return [_of_content(path, sha256(path.read_bytes()).digest()) for path in sorted(SHELF.glob("*.yaml"))]


def list_shipped_mappings() -> list[Mapping]:
    """Every mapping of the library; the same content gives the same object. Raises `BadLibraryFile`."""
    return [_mapping(path, sha256(path.read_bytes()).digest()) for path in sorted(MAPPINGS.glob("*.yaml"))]


@lru_cache(maxsize=128)
def _of_content(path: Path, content_hash: bytes) -> Framework:
    return authored.read_authored(path)


@lru_cache(maxsize=128)
def _mapping(path: Path, content_hash: bytes) -> Mapping:
    return authored.read_mapping(path)


def read_any(path: Path) -> tuple[list[Framework], list[Mapping], dict[str, int]]:
    """What a file holds: frameworks, mappings, and how many things of other kinds that we do not use.

    Raises `tutela.web.reviews.frameworks.bounded.BadFramework`.
    """
    raw = bounded.read_file(path)
    if path.suffix.casefold() == ".json":
        return [dfe.read_export(bounded.load_json(raw, str(path)), str(path))], [], {}
    content = bounded.load_yaml(raw, str(path))
    if isinstance(content, dict) and "objects" in content:
        return ciso.read_library(content, str(path))
    try:
        if isinstance(content, dict) and "pairs" in content:
            return [], [authored.read_mapping(path)], {}
        return [authored.read_authored(path)], [], {}
    except BadLibraryFile as error:
        raise bounded.BadFramework(str(error)) from error
