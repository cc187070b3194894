"""No filter, no rule and no alert knows anybody's needs, illness, faith or origin: the code cannot get at them.

What Tutela holds of that kind is named in `HELD`; whatever looks closer at somebody must neither use nor name it.
"""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.imported import Graph, is_below, names_in, sources

LOOKING = (
    "tutela.filtering",
    "tutela.events",
    "tutela.detection",
    "tutela.probe",
    "tutela.gateway",
    "tutela.recorder",
    "tutela.web.filters",
    "tutela.web.records",
    "tutela.web.monitoring",
)
"""Whatever decides about a request, keeps it, matches it, or shows it to somebody as an alert."""
HELD = {
    ("tutela.web.concerns.models.circumstances", "Circumstances"): "characteristics that a matter turned on, sealed",
    ("tutela.web.concerns.queries.circumstances", "open_circumstances"): "opens them",
    ("tutela.web.reports.models", "GroupTotals"): "how many of each group, from the school's own records system",
}
PLAIN = re.compile(
    r"sen|senco|vulnerab\w*|ethnic\w*|disabilit\w+|disabled|religi\w*|faith|pregnan\w*|maternity|genders?|sex|sexuality"
    r"|orientation|characteristics?|race|races|racial|nationality|asylum|refugee|carers?|diagnos[ei]\w*|impairment\w*"
    r"|circumstances"
)
TOGETHER = re.compile(
    r"special_needs?|needs?_of|learning_needs?|send_(?:status|needs?|support|register|code)|looked_after|in_care"
    r"|pupil_premium|free_school_meals?|first_language|home_language|marital_status|child_in_need|group_totals"
)
"""What such a thing is called where it is a name of more than one word. `send` alone is what one does with a letter."""


def tells(name: str) -> bool:
    """Whether a name in code speaks of what somebody is or needs: `sen_status`, `isDisabled`, `person__religion`."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().replace("-", "_").replace(".", "_")
    return bool(TOGETHER.search(plain)) or any(PLAIN.fullmatch(word) for word in plain.split("_"))


def named_by(folder: Path) -> list[str]:
    """Each name below a folder of packages by which whatever looks closer could ask for such a thing."""
    return [
        f"{module}, line {line}: {name}"
        for module, file in sources(folder).items()
        if is_below(module, LOOKING)
        for line, name in names_in(ast.parse(file.read_text("utf-8")))
        if tells(name)
    ]


def test_nothing_that_looks_closer_at_a_learner_can_get_at_their_needs_faith_or_origin(root: Path) -> None:
    graph = Graph(root / "src")
    assert all(any(is_below(module, [package]) for module in graph.files) for package in LOOKING)
    assert [held for held in HELD if held[1] not in graph.tops[held[0]]] == [], "what was renamed is to be named anew"
    assert graph.ways(LOOKING, HELD) == []
    assert named_by(root / "src") == []
    # and what may get at them is seen to: the way is there, and it would be found
    assert graph.ways(["tutela.web.concerns.views"], HELD)
    assert graph.ways(["tutela.web.reports.views"], HELD)


def test_whatever_holds_such_a_thing_of_people_is_known_here(root: Path) -> None:
    """A new field of a model joins `HELD`, or this fails."""
    held = {
        (module, row.name)
        for module, file in sources(root / "src").items()
        if ".models" in module
        for row in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(row, ast.ClassDef)
        for field in row.body
        if isinstance(field, ast.Assign) and ast.unparse(field.value).startswith("models.")
        if tells(ast.unparse(field.targets[0]))
    }
    assert held == {("tutela.web.concerns.models.circumstances", "Circumstances")}


ASKS = {
    "filtering/closer.py": "def is_stricter(person):\n    return person.sen_status\n",
    "detection/closer.py": "FIELDS = ('user', 'is_disabled')\n",
    "gateway/closer.py": "def answer(asked, *, faith=''):\n    return asked[faith]\n",
    "web/monitoring/closer.py": "def first(alerts):\n    return alerts.filter(person__ethnicity='x')\n",
    "web/filters/closer.py": "class OfVulnerablePeople:\n    pass\n",
}


@pytest.mark.parametrize("planted", ASKS)
def test_a_module_that_asked_for_it_by_name_would_be_found(tmp_path: Path, planted: str) -> None:
    file = tmp_path / "tutela" / planted
    file.parent.mkdir(parents=True)
    file.write_text(ASKS[planted])
    assert named_by(tmp_path)
    file.write_text(re.sub(r"sen_status|is_disabled|faith|ethnicity|Vulnerable", "year", ASKS[planted]))
    assert named_by(tmp_path) == []


def test_a_module_that_got_at_it_through_others_would_be_found(tmp_path: Path) -> None:
    written = {
        "tutela/web/concerns/models/__init__.py": "from tutela.web.concerns.models.kept import Kept as Kept\n",
        "tutela/web/concerns/models/kept.py": "class Kept:\n    pass\n",
        "tutela/web/concerns/queries/__init__.py": (
            "from tutela.web.concerns.queries.one import count as count\n"
            "from tutela.web.concerns.queries.one import look as look\n"
        ),
        "tutela/web/concerns/queries/one.py": (
            "from tutela.web.concerns import models\n\ndef count():\n    return 1\n\n"
            "def look():\n    return _rows()\n\ndef _rows():\n    return models.Kept\n"
        ),
        "tutela/web/monitoring/views.py": (
            "from tutela.web.concerns import queries as concerns\n\ndef page():\n    return concerns.count()\n"
        ),
    }
    for name, text in written.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    kept = [("tutela.web.concerns.models.kept", "Kept")]
    assert Graph(tmp_path).ways(LOOKING, kept) == [], "another name of the same package says nothing of it"
    page = tmp_path / "tutela/web/monitoring/views.py"
    page.write_text(page.read_text().replace("count()", "look()"))
    (way,) = Graph(tmp_path).ways(LOOKING, kept)
    assert way == (
        "tutela.web.monitoring.views:page → tutela.web.concerns.queries.one:look"
        " → tutela.web.concerns.queries.one:_rows → tutela.web.concerns.models.kept:Kept"
    )
