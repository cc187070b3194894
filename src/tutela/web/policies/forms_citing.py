"""What a clause is held against: technologies it speaks of, what the filter does, what a figure has to show."""

from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.filtering import defaults
from tutela.web.core import forms
from tutela.web.evidence.kinds import Kind, list_kinds
from tutela.web.evidence.rules import bar_in_words
from tutela.web.policies.authored.model import Bar, Cites, Clause, Rule
from tutela.web.registers.kinds import TECHNOLOGIES

BLOCK, ALLOW = "block", "allow"
FOLDED = ("technologies", "held", "category", "outcome", "group", "figure", "reaches")
GROUPS = {"learners": gettext_lazy("Learners"), "staff": gettext_lazy("Staff")}


class Citing(forms.Form):
    """A form about a clause; `given["cites"]` is all that it is held against from now on."""

    def __init__(self, *args: Any, clause: Clause | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = _held(clause) if clause else {}
        self.fields["technologies"] = forms.MultipleChoiceField(
            label=_("Which technologies does it speak of?"), required=False, choices=list(TECHNOLOGIES.items()),
            widget=forms.Checkboxes(small=True), initial=list(clause.technologies) if clause else [],
        )  # fmt: skip
        if self.held:
            self.fields["held"] = forms.MultipleChoiceField(
                label=_("What it is held against"), required=False,
                help_text=_("Take away a tick where the clause does not promise it any more."),
                choices=[(key, title) for key, (title, _one) in self.held.items()], initial=list(self.held),
                widget=forms.Checkboxes(small=True),
            )  # fmt: skip
        known = sorted((one.title, one.key) for one in defaults.categories())
        self.fields["category"] = forms.ChoiceField(
            label=_("Does it promise something of the filter?"), required=False, widget=forms.Select,
            help_text=_("Then it says every minute whether that is true."),
            choices=[("", _("No, or nothing more")), *((name, title) for title, name in known)],
        )  # fmt: skip
        self.fields["outcome"] = forms.ChoiceField(
            label=_("What does the filter do with it?"), required=False, widget=forms.Radios(),
            choices=[(BLOCK, _("It is blocked")), (ALLOW, _("It is open"))],
        )  # fmt: skip
        self.fields["group"] = forms.ChoiceField(
            label=_("For whom?"), required=False, choices=list(GROUPS.items()), widget=forms.Radios()
        )
        figures = sorted((kind.title, name) for name, kind in list_kinds().items())
        self.fields["figure"] = forms.ChoiceField(
            label=_("Does a figure have to show it?"), required=False, widget=forms.Select,
            choices=[("", _("No, or nothing more")), *((name, title) for title, name in figures)],
        )  # fmt: skip
        self.fields["reaches"] = forms.IntegerField(
            label=_("Which number has to be reached?"), required=False, min_value=0, max_value=100_000,
            help_text=_("At least this, or at most this where less is better. 1 for yes."),
        )  # fmt: skip

    @property
    def first(self) -> list[BoundField]:
        """What everybody who words a clause fills in."""
        return [one for one in self.questions if one.name not in FOLDED]

    @property
    def folded(self) -> list[BoundField]:
        """What few change: it is folded away, and says how much stands in it."""
        return [one for one in self.questions if one.name in FOLDED]

    @property
    def is_open(self) -> bool:
        """Whether what is folded has something wrong in it, or was filled in and came back."""
        return self.is_bound and any(
            one.errors or (one.value() or None) != (one.initial or None) for one in self.folded
        )

    @property
    def how_many(self) -> int:
        """To how much it is held now."""
        return len(self.fields["technologies"].initial) + len(self.held)

    def clean(self) -> dict[str, Any]:
        """Raises nothing; says what is missing beside its question."""
        given: dict[str, Any] = super().clean() or {}
        kept = [self.held[key][1] for key in given.get("held", ()) if key in self.held]
        if given.get("category"):
            for name, words in (("outcome", _("Select what the filter does")), ("group", _("Select for whom"))):
                if not given.get(name):
                    self.add_error(name, words)
        if given.get("figure") and given.get("reaches") is None and "reaches" not in self.errors:
            self.add_error("reaches", _("Enter the number that has to be reached"))
        if self.errors:
            return given
        rules = [one for one in kept if isinstance(one, Rule)]
        bars = [one for one in kept if isinstance(one, Bar)]
        if given["category"]:
            rules.append(Rule(group=given["group"], category=given["category"], outcome=given["outcome"]))
        if given["figure"]:
            bars = [one for one in bars if one.kind != given["figure"]]
            bars.append(_bar(given["figure"], list_kinds()[given["figure"]], float(given["reaches"])))
        given["cites"] = Cites(
            rules=tuple(dict.fromkeys(rules)), bears=tuple(bars), technologies=tuple(given["technologies"])
        )
        return given


def _bar(name: str, kind: Kind, number: float) -> Bar:
    return Bar(name, at_most=number) if kind.better == "less" else Bar(name, at_least=number)


def _held(clause: Clause) -> dict[str, tuple[str, Rule | Bar]]:
    """All that it is held against, by a key that a form can carry, in words."""
    found: dict[str, tuple[str, Rule | Bar]] = {}
    for rule in clause.rules:
        known = defaults.category(rule.category)
        words = _("“%(title)s” is blocked: %(group)s") if rule.outcome == BLOCK else _("“%(title)s” is open: %(group)s")
        title = words % {"title": known.title if known else rule.category, "group": GROUPS[rule.group]}
        found[f"rule-{rule.group}-{rule.category}-{rule.outcome}"] = (title, rule)
    kinds = list_kinds()
    for bar in clause.bears:
        kind = kinds[bar.kind]
        found[f"bar-{bar.kind}"] = (f"{kind.title}: {bar_in_words(kind, bar.at_least, bar.at_most)}", bar)
    return found
