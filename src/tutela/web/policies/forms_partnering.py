"""What people of partners are asked of their own policy, and what is written when two policies differ."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.policies.authored.model import Question
from tutela.web.policies.forms import Reply
from tutela.web.policies.models import Acknowledgement
from tutela.web.policies.operations.partnering import Own


class ReplyOfPartner(Reply):
    """One's answer, with one's own organisation's policy beside ours."""

    def __init__(
        self, *args: Any, questions: Sequence[Question], clauses: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, questions=questions, **kwargs)
        self.fields["own_title"] = forms.CharField(
            label=_("What is your own organisation’s safeguarding policy called?"),
            help_text=_("By agreeing you say that you have read both, and keep to both."),
            max_length=160,
            required=False,
        )
        self.fields["clause"] = forms.ChoiceField(
            label=_("Does it differ from this agreement anywhere?"),
            choices=[("", _("Not that I know of")), *clauses],
            required=False,
            widget=forms.Select,
        )
        self.fields["differs"] = forms.CharField(
            label=_("What does yours say there?"),
            help_text=_("Only where it differs. It goes to whoever leads on safeguarding here. Name no learner."),
            max_length=1000,
            required=False,
            widget=forms.Textarea(rows=3),
        )
        self.order_fields([*self._asked, "own_title", "clause", "differs", "answer", "words"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("answer") == Acknowledgement.Answer.AGREES:
            if not (given.get("own_title") or "").strip():
                self.add_error("own_title", _("Enter what your own organisation’s safeguarding policy is called"))
            if given.get("clause") and not (given.get("differs") or "").strip():
                self.add_error("differs", _("Enter what yours says there"))
        return given

    @property
    def own(self) -> Own | None:
        """What was said of it; None where nothing was."""
        given = self.cleaned_data
        title = given.get("own_title") or ""
        return Own(title, given.get("clause") or "", given.get("differs") or "") if title.strip() else None


class Settle(forms.Form):
    """What holds from now on."""

    words = forms.CharField(
        label=gettext_lazy("What was agreed with them, and which of the two holds?"),
        help_text=gettext_lazy("Whoever flagged it reads this. Name no learner."),
        max_length=2000,
        widget=forms.Textarea(rows=4, count=True),
        error_messages={"required": gettext_lazy("Enter what was agreed")},
    )
