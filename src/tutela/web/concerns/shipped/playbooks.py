"""Playbooks of the library: for each kind of abuse what has to be done, by whom, by when and why (S3.36)."""

from collections.abc import Collection, Iterable
from typing import Annotated, Literal

import msgspec

from tutela.library.read import ROOT, BadLibraryFile, Sourced, content_hash, read, read_folder

FOLDER = ROOT / "playbooks"
SHARED = FOLDER / "shared"

Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
Line = Annotated[str, msgspec.Meta(min_length=3, max_length=120)]
Words = Annotated[str, msgspec.Meta(min_length=3, max_length=600)]
By = Literal["at-once", "today", 1, 2, 3, 5, 10]
"""At once, on the day, or so many school days after the day on which the playbook was chosen."""
Who = Literal["whoever", "lead", "head", "it", "pastoral"]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything the file is not asked for is a mistake."""


class Step(_Strict, frozen=True, kw_only=True):
    """One thing to do. A mandatory one may be left out only with a reason."""

    id: str = ""
    title: Line
    text: Words
    why: Words
    who: Who
    must: bool
    by: By


class _Entry(_Strict, frozen=True, kw_only=True):
    """A step of its own, or a shared one by its name (`use`)."""

    use: str = ""
    id: Slug | None = None
    title: Line = "..."
    text: Words = "..."
    why: Words = "..."
    who: Who = "lead"
    must: bool = False
    by: By = "today"


class Range(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"lowest": "from", "highest": "to"}
):
    """Between which levels of sanction is usual."""

    lowest: Annotated[int, msgspec.Meta(ge=1, le=7)]
    highest: Annotated[int, msgspec.Meta(ge=1, le=7)]


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: Annotated[int, msgspec.Meta(ge=1989, le=2100)]
    title: Line
    hint: Line
    themes: list[str]
    know: list[Words]
    never: list[Words]
    sanctions: Range | None
    steps: Annotated[list[_Entry], msgspec.Meta(min_length=5)]


class _Shared(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: int
    steps: dict[Slug, Step]


class Playbook(_Strict, frozen=True, kw_only=True):
    """A kind of abuse, with its steps in their order."""

    id: str
    title: str
    hint: str
    source: str
    year: int
    edition: str
    """The first letters of the SHA-256 of what was read: which text it was that somebody went by."""
    themes: tuple[str, ...]
    know: tuple[str, ...]
    never: tuple[str, ...]
    sanctions: Range | None
    steps: tuple[Step, ...]


def list_playbooks() -> dict[str, Playbook]:
    """Every playbook by its id, "other" last. Raises `BadLibraryFile`, also for a step that is not there."""
    shared = read(SHARED / "steps.yaml", _Shared).steps
    found = {name: _make(name, file, shared) for name, file in read_folder(FOLDER, _File).items()}
    if clash := _twice(found.values(), shared):
        raise BadLibraryFile(f"{FOLDER}:1: two playbooks have a step called {clash}")
    return dict(sorted(found.items(), key=lambda item: (item[0] == "other", item[1].title)))


def list_suggested(themes: Iterable[str]) -> list[str]:
    """The ids of the playbooks that go with these themes of concerns."""
    wanted = set(themes)
    return [name for name, playbook in list_playbooks().items() if wanted & set(playbook.themes)]


def _make(name: str, file: _File, shared: dict[str, Step]) -> Playbook:
    path = FOLDER / f"{name}.yaml"
    steps = []
    for entry in file.steps:
        if entry.use:
            if entry.use not in shared:
                raise BadLibraryFile(f"{path}:1: uses a step that is not in shared/steps.yaml: {entry.use}")
            steps.append(msgspec.structs.replace(shared[entry.use], id=entry.use))
        elif entry.id is None or "..." in (entry.title, entry.text, entry.why):
            raise BadLibraryFile(f"{path}:1: a step has either `use`, or id, title, text, why, who, must and by")
        else:
            steps.append(_own(entry, entry.id))
    if file.sanctions and file.sanctions.lowest > file.sanctions.highest:
        raise BadLibraryFile(f"{path}:1: the range of sanctions begins above its end")
    return Playbook(
        id=name,
        title=file.title,
        hint=file.hint,
        source=file.source,
        year=file.year,
        edition=content_hash(path, SHARED / "steps.yaml")[:12],
        themes=tuple(file.themes),
        know=tuple(file.know),
        never=tuple(file.never),
        sanctions=file.sanctions,
        steps=tuple(steps),
    )


def _own(entry: _Entry, key: str) -> Step:
    return Step(id=key, title=entry.title, text=entry.text, why=entry.why, who=entry.who, must=entry.must, by=entry.by)


def _twice(playbooks: Iterable[Playbook], shared: Collection[str]) -> str:
    own = [step.id for playbook in playbooks for step in playbook.steps if step.id not in shared]
    return next((name for name in own if own.count(name) > 1 or name in shared), "")
