"""Turns any bound Django field, ours or a package's, into one GOV.UK question."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe

from tutela.web.core.forms.widgets import DateInput

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.PasswordInput, "password"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxInput, "checkbox"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (DateInput, "date"),
)
# Shown by the character count and checked by the server; the attribute would cut a pasted text without a word.
NEVER_SENT = ("maxlength", "minlength", "required", "cols")


def render(bound: BoundField, *, heading: bool = False, size: str = "", revealed: bool = False) -> SafeString:
    """The whole question. `heading` makes its label the page's h1; `size` is "s", "m", "l" or "xl"."""
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_hidden()
    kind = next((word for of, word in KINDS if isinstance(widget, of)), "text")
    identity = bound.auto_id or f"id_{bound.html_name}"
    errors = list(bound.errors)
    described = [f"{identity}-hint"] * bool(bound.help_text) + [f"{identity}-error"] * bool(errors)
    extra: dict[str, Any] = {"id": identity}
    if bound.field.disabled:
        extra["disabled"] = True
    shown = widget.get_context(bound.html_name, bound.value(), extra)["widget"]
    context: dict[str, Any] = {
        "id": identity,
        "label": bound.label,
        "optional": _is_optional(bound) and kind != "checkbox" and not revealed,
        "heading": heading,
        "size": size or ("l" if heading else "" if revealed else "s"),
        "hint": bound.help_text,
        "errors": errors,
        "described": " ".join(described),
        "look": widget,
        "widget": shown,
        "value": shown["value"],
    }
    context.update(_SPECIAL.get(kind, _plain)(bound, context))
    html = bound.form.renderer.render(f"core/forms/{kind}.html", context)
    return mark_safe(html)  # noqa: S308  a template's own output, which Django strips of its mark


def _is_optional(bound: BoundField) -> bool:
    return not bound.field.required and getattr(bound.form, "mark_optional", False)


def first_input(bound: BoundField) -> str:
    """The id the error summary points at: the first part that is wrong, or the first option."""
    identity = bound.auto_id or f"id_{bound.html_name}"
    widget = bound.field.widget
    if isinstance(widget, DateInput):
        return f"{identity}_{min(_wrong_parts(bound), default=0)}"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{identity}_0"
    return identity


def revealed_names(form: forms.BaseForm) -> set[str]:
    """Fields that are asked inside an option of another field."""
    return {name for field in form.fields.values() for name in getattr(field.widget, "reveals", {}).values()}


def _plain(bound: BoundField, context: dict[str, Any]) -> dict[str, Any]:
    widget, shown = context["look"], context["widget"]
    attrs = {name: value for name, value in shown["attrs"].items() if name not in NEVER_SENT and name != "class"}
    kind = shown.get("type", "")
    if isinstance(bound.field, forms.IntegerField):  # and its kin: numbers with a fraction derive from it
        # A spin button changes by accident when the page is scrolled; a numeric keyboard does not.
        kind = "text"
        attrs = {name: value for name, value in attrs.items() if name not in ("min", "max", "step")}
        attrs["inputmode"] = "numeric" if type(bound.field) is forms.IntegerField else "decimal"
    if kind in ("email", "password", "url"):
        attrs.setdefault("spellcheck", "false")
        attrs.setdefault("autocapitalize", "none")
    count = bound.field.max_length if getattr(widget, "count", False) else None
    described = f"{context['id']}-info {context['described']}".strip() if count else context["described"]
    if described:
        attrs["aria-describedby"] = described
    return {"attrs": flatatt(attrs), "type": kind, "count": count}


def _choices(bound: BoundField, context: dict[str, Any]) -> dict[str, Any]:
    widget = context["look"]
    hints, reveals = getattr(widget, "hints", {}), getattr(widget, "reveals", {})
    options = []
    for group, members, _index in context["widget"]["optgroups"]:
        for position, option in enumerate(members):
            value = str(option["value"])
            field = reveals.get(value)
            options.append(
                {
                    "id": option["attrs"].get("id") or f"{context['id']}_{option['index']}",
                    "value": value,
                    "label": option["label"],
                    "selected": option["selected"],
                    "disabled": option["attrs"].get("disabled"),
                    "hint": hints.get(value, ""),
                    "group": group if position == 0 else None,
                    "reveals": render(bound.form[field], revealed=True) if field else "",
                }
            )
    if options and getattr(widget, "last_apart", False):
        options[-1]["apart"] = True
    return {"options": options, "kind": "checkboxes" if isinstance(widget, forms.CheckboxSelectMultiple) else "radios"}


def _date(bound: BoundField, context: dict[str, Any]) -> dict[str, Any]:
    wrong = _wrong_parts(bound)
    parts = context["widget"]["subwidgets"]
    return {"parts": [{**part, "wrong": index in wrong} for index, part in enumerate(parts)]}


def _wrong_parts(bound: BoundField) -> list[int]:
    errors = bound.form.errors.as_data().get(bound.name, []) if bound.form.is_bound else []
    named = [part for error in errors for part in (error.params or {}).get("wrong", [])]
    return named or ([0, 1, 2] if errors else [])


_SPECIAL = {"choices": _choices, "date": _date}
