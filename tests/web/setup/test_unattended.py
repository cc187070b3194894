"""A school is set up by a file: by the same questions, everything or nothing, with errors that say where and what."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import cast
from tests.web.setup.typed import an_empty_school
from tutela.web.core.actor import SystemActor
from tutela.web.establishments import queries
from tutela.web.establishments.models import Establishment, Person
from tutela.web.setup.unattended import BadFile, set_up_from

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "set-up-a-school.md"


def the_file_of_the_guide() -> str:
    return re.search(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)[1]


def set_up(path: Path) -> list[object]:
    school = Establishment.objects.first()
    return set_up_from(actor=SystemActor("test"), at=datetime.now(UTC), establishment=school, path=path)


def faults_of(tmp_path: Path, text: str) -> str:
    an_empty_school()
    file = tmp_path / "school.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadFile) as bad:
        set_up(file)
    assert Establishment.objects.get().name == "Our school"
    assert not Person._base_manager.filter(login="dana").exists()
    return str(bad.value).replace(str(file), "school.yaml")


def test_the_file_of_the_guide_sets_up_a_village_school(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    an_empty_school()
    file = tmp_path / "school.yaml"
    file.write_text(the_file_of_the_guide(), "utf-8")
    call_command("setup", str(file))
    said = capsys.readouterr().out
    assert "Ysgol y Bryn is set up" in said
    assert "Designated safeguarding person, Dana Shah  http" in said
    assert "IT, Ivy Chen  http" in said
    assert not Person._base_manager.get(login="setup").user.is_active
    school = Establishment.objects.get()
    assert (school.nation, school.preset) == ("wales", "small")
    assert queries.get_named_contact(school, at=datetime.now(UTC)).name == "Dana Shah"
    with pytest.raises(CommandError, match="set up already"):
        call_command("setup", str(file))


def test_a_machine_without_a_school_gets_one_first(tmp_path: Path) -> None:
    file = tmp_path / "school.yaml"
    file.write_text(the_file_of_the_guide(), "utf-8")
    call_command("setup", str(file))
    assert Establishment.objects.get().name == "Ysgol y Bryn"


@pytest.mark.parametrize(
    ("instead", "by", "said"),
    [
        ("nation: wales", "nation: cymru", "school.yaml:1: school.nation = 'cymru'. Select one of the answers shown"),
        ("nation: wales", "nation: cymru", "Accepted: england, wales, scotland, northern-ireland, other"),
        ("email: dana@bryn.example", "email: dana", "school.yaml:2: lead.email = 'dana'. Enter an email address"),
        ("login: dana", "logn: dana", "school.yaml:2: lead.logn is not a question. Accepted: given_name"),
        ("login: dana", "logn: dana", "school.yaml:2: lead.login is missing"),
        ("opens: 8am", "opens: [8am]", "contact.opens takes one value"),
        ("days: [0, 1, 2, 3, 4]", "days: 0", "contact.days takes a list"),
        ("days: [0, 1, 2, 3, 4]", "days: [0, 9]", "contact.days = ['0', '9']"),
        ("lead: {", "leader: {", "leader is not asked here. Accepted: school, lead, others"),
        ("lead: {", "leader: {", "lead is missing. It takes: given_name"),
        ("lead: {", "lead: [", "school.yaml:2:"),
        ("lead: {", "lead: {login: one, ", "school.yaml:2: lead.login stands twice"),
        ("given_name: Dana", "given_name: {a: b}", "school.yaml:2: lead.given_name takes one value"),
    ],
)
def test_a_mistake_is_named_with_file_line_key_and_value(tmp_path: Path, instead: str, by: str, said: str) -> None:
    assert instead in the_file_of_the_guide()
    assert said in faults_of(tmp_path, the_file_of_the_guide().replace(instead, by))


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "school: yes\n", "\x00", "a: &a [*a]\n", "x: 1\n" * 40_000, "x: 1\nx: 2"]
)
def test_what_is_no_set_up_is_refused_in_words(tmp_path: Path, text: str) -> None:
    assert "school.yaml" in faults_of(tmp_path, text)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    cast.oakfield()
    with pytest.raises(BadFile, match="No such file"):
        set_up(tmp_path / "none.yaml")
