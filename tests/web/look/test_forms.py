"""What a teacher meets when a form asks them something."""

from datetime import date, time

import pytest
import time_machine
from django import forms as plain
from django.http import QueryDict
from django.template import Context, Template

from tests.web.look.parts import Narrow, Report
from tutela.web.core import forms
from tutela.web.core.forms import question

TODAY = "2026-11-20T10:00:00+00:00"


def answered(**answers: str) -> Report:
    form = Report(answers)
    form.is_valid()
    return form


def when(**parts: str) -> list[str]:
    return answered(**parts).errors["happened"]


def test_a_question_shows_its_label_hint_and_input_tied_together() -> None:
    html = str(Report()["about"])
    assert '<label class="govuk-label govuk-label--s" for="id_about">Who is it about?</label>' in html
    assert 'id="id_about-hint" class="govuk-hint"' in html
    assert 'aria-describedby="id_about-hint"' in html
    assert "required" not in html


def test_an_error_is_read_out_with_its_input() -> None:
    html = str(answered()["about"])
    assert "govuk-form-group--error" in html
    assert 'aria-describedby="id_about-hint id_about-error"' in html
    assert "Enter an answer to ‘Who is it about?’" in html


def test_every_error_in_the_summary_leads_to_the_part_to_change() -> None:
    form = answered(happened_0="3", happened_2="2026")
    html = Template("{% load look %}{% error_summary form %}").render(Context({"form": form}))
    assert '<a href="#id_happened_1">The date must include a month</a>' in html
    assert '<a href="#id_told_0">' in html
    assert '<a href="#id_about">' in html


def test_there_is_no_summary_before_anything_was_sent() -> None:
    assert not Template("{% load look %}{% error_summary form %}").render(Context({"form": Report()})).strip()


def test_questions_that_may_be_left_out_say_so_and_others_do_not() -> None:
    assert "(optional)" in str(Report()["at"])
    assert "(optional)" not in str(Report()["about"])


def test_a_question_revealed_by_an_answer_is_asked_inside_that_answer_only() -> None:
    form = Report()
    assert [bound.name for bound in form.questions].count("told_whom") == 0
    html = str(form["told"])
    assert html.index('value="other"') < html.index('name="told_whom"') < html.index('value="no"')
    assert str(form).count('name="told_whom"') == 1


def test_none_of_these_stands_apart_and_clears_the_others() -> None:
    html = str(Report()["signs"])
    assert html.count("govuk-checkboxes__divider") == 1
    assert 'value="none" data-behaviour="exclusive"' in html


def test_characters_are_counted_but_never_cut_off() -> None:
    html = str(Report()["what"])
    assert 'data-maxlength="2000"' in html
    assert " maxlength" not in html
    assert answered(what="a" * 2001).errors["what"] == [
        "Your answer to ‘What did you see or hear?’ must be 2000 characters or fewer"
    ]


def test_a_number_is_typed_on_a_numeric_keyboard_without_a_spin_button() -> None:
    html = str(Report()["how_many"])
    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html
    assert answered(how_many="two").errors["how_many"] == [
        "Your answer to ‘How many people saw it?’ must be a whole number, like 15"
    ]


@time_machine.travel(TODAY, tick=False)
def test_a_date_may_be_written_with_the_name_of_its_month() -> None:
    form = answered(happened_0="9", happened_1="Nov", happened_2="2026")
    assert form.cleaned_data["happened"] == date(2026, 11, 9)


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "Enter an answer to ‘When did it happen?’"),
        ({"happened_0": "9"}, "The date must include a month and a year"),
        ({"happened_0": "31", "happened_1": "2", "happened_2": "2026"}, "The date must be a real date"),
        ({"happened_0": "9", "happened_1": "11", "happened_2": "26"}, "The date must be a real date"),
        ({"happened_0": "x", "happened_1": "smarch", "happened_2": "2026"}, "The date must be a real date"),
        ({"happened_0": "9" * 40, "happened_1": "11", "happened_2": "2026"}, "The date must be a real date"),
        ({"happened_0": "9", "happened_1": "9" * 5000, "happened_2": "2026"}, "The date must be a real date"),
        ({"happened_0": "21", "happened_1": "11", "happened_2": "2026"}, "The date must be today or in the past"),
    ],
)
def test_a_date_that_cannot_be_is_explained(parts: dict[str, str], said: str) -> None:
    assert when(**parts) == [said]


def test_what_was_typed_into_a_wrong_date_stays_in_its_boxes() -> None:
    html = str(answered(happened_0="31", happened_1="2", happened_2="2026")["happened"])
    assert 'name="happened_0" type="text" inputmode="numeric" value="31"' in html
    assert html.count("govuk-input--error") == 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:12am", time(9, 12)),
        ("9.12", time(9, 12)),
        ("0912", time(9, 12)),
        ("14:05", time(14, 5)),
        ("2pm", time(14)),
        ("2 p.m.", time(14)),
        ("12am", time(0)),
        ("12:30pm", time(12, 30)),
        ("noon", time(12)),
        ("midnight", time(0)),
    ],
)
def test_a_time_is_understood_as_people_write_it(typed: str, meant: time) -> None:
    assert forms.TimeField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "13pm", "9", "half past", "9:60", "0am"])
def test_a_time_that_cannot_be_is_asked_for_again(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="Enter a time, like 9:12am or 2pm"):
        forms.TimeField().clean(typed)


def test_messages_a_form_words_itself_are_kept() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Tell us your name"})
        urn = forms.CharField(label="URN")

    own = Own({})
    assert own.errors == {"name": ["Tell us your name"], "urn": ["Enter URN"]}


def test_a_label_with_a_percent_sign_does_not_break_its_error() -> None:
    class Share(forms.Form):
        share = forms.CharField(label="Share in %", max_length=2)

    assert Share({"share": "100"}).errors["share"] == ["Share in % must be 2 characters or fewer"]


def test_what_people_type_is_never_markup() -> None:
    html = str(answered(about='"><script>alert(1)</script>', what="</textarea><b>", told="<i>"))
    assert "<script>" not in html
    assert "</textarea><b>" not in html


def test_a_form_of_a_package_is_shown_in_the_same_way() -> None:
    class SignIn(plain.Form):
        login = plain.CharField(label="Login")
        password = plain.CharField(widget=plain.PasswordInput)
        remember = plain.BooleanField(required=False)

    form = SignIn({"login": "dana", "password": "secret"})
    form.is_valid()
    html = "".join(question.render(form[name]) for name in form.fields)
    assert 'class="govuk-input"' in html
    assert 'data-module="govuk-password-input"' in html
    assert "secret" not in html
    assert 'class="govuk-checkboxes__input"' in html


def test_a_filter_never_insists() -> None:
    form = Narrow(QueryDict("severity=1"))
    assert form.is_valid()
    assert "(optional)" not in str(form)


def test_what_is_filtered_can_be_taken_back_one_by_one() -> None:
    form = Narrow(QueryDict("severity=1&severity=2&words=games&page=3"))
    template = Template("{% load look %}{% filter_panel form %}")
    html = template.render(Context({"form": form}))
    assert 'href="?severity=2&amp;words=games"' in html
    assert 'href="?severity=1&amp;severity=2"' in html


class Said(forms.Form):
    words = forms.CharField(label="What was said", widget=forms.Textarea(), max_length=11)


@pytest.mark.parametrize("typed", ["one\r\ntwo\r\n3", "one\rtwo\r3", "one\ntwo\n3", "one\r\ntwo\r3"])
def test_lines_end_alike_whatever_sent_them_and_count_as_the_page_counted_them(typed: str) -> None:
    form = Said({"words": typed})
    assert form.is_valid()
    assert form.cleaned_data["words"] == "one\ntwo\n3"


@pytest.mark.parametrize("typed", ["no \0 here", "\ud83d alone", "ends in \udc00"])
def test_what_no_page_could_show_again_is_refused_in_words(typed: str) -> None:
    form = Said({"words": typed})
    assert form.errors["words"] == ["What was said contains a character that cannot be kept. Type it again without it"]
