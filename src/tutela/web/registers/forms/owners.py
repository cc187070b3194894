"""Who answers for an entry: the question of the actions, with the one who answers now already chosen."""

from typing import Any

from tutela.web.actions.forms.owners import NOBODY, OTHER, OwnerForm
from tutela.web.establishments.models import Person


class AnswersFor(OwnerForm):
    """Asks who answers for it. `now` is whoever does so far, None for nobody."""

    def __init__(self, *args: Any, now: Person | None = None, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if now is not None and str(now.pk) in self.people:
            self.initial.setdefault("owner", str(now.pk))
        elif now is not None:
            self.initial.setdefault("owner", OTHER)
            self.initial.setdefault("owner_name", now.full_name)
        elif not is_new:
            self.initial.setdefault("owner", NOBODY)
