"""What somebody had typed when their session ended, while their page is shown again: its form is filled in with it.

Nothing is checked and nothing is done with it: a page that is asked for stays one that is only looked at.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

SECRET_PARTS = frozenset(
    {"code", "credential", "oldpassword", "passphrase", "password", "password1", "password2", "pin", "secret", "token"}
)
"""A field with one of these words in its name holds what proves who somebody is: it is never kept."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """What was sent and not taken in; `was_shown` is called when a form of the page has it."""

    sent: QueryDict
    was_shown: Callable[[], None]


_unsent: ContextVar[Unsent | None] = ContextVar("unsent", default=None)


@contextmanager
def showing_again(unsent: Unsent) -> Iterator[None]:
    """Let the forms that are made inside be filled in with this."""
    token = _unsent.set(unsent)
    try:
        yield
    finally:
        _unsent.reset(token)


def find_for(form: forms.BaseForm) -> QueryDict | None:
    """What was typed into this form; None when nothing was, or it was another form of the page.

    A browser sends every box of the form it sends, empty ones too, so the form is the one whose boxes are all there.
    """
    unsent = _unsent.get()
    if unsent is None or form.is_bound:
        return None
    boxes = [name for name in form.fields if is_typed(form, name)]
    here = [
        not form.fields[name].widget.value_omitted_from_data(unsent.sent, {}, form.add_prefix(name)) for name in boxes
    ]
    if not here or not all(here):
        return None
    unsent.was_shown()
    return unsent.sent


def _is_missing(form: forms.BaseForm, name: str, sent: QueryDict) -> bool:
    return bool(form.fields[name].widget.value_omitted_from_data(sent, {}, form.add_prefix(name)))


def is_typed(form: forms.BaseForm, name: str) -> bool:
    """Whether people type into this field and what they typed may be kept."""
    widget = form.fields[name].widget
    is_text = isinstance(widget, forms.TextInput | forms.Textarea | forms.MultiWidget)
    return is_text and may_be_kept(form.add_prefix(name)) and not widget.is_hidden


def may_be_kept(name: str) -> bool:
    """Whether what stands in a field of this name may be kept."""
    return not SECRET_PARTS & set(name.casefold().replace("-", "_").split("_"))
