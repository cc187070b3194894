"""Addresses of consents."""

from django.utils.translation import gettext_lazy as _

from tutela.web.consents.views import checking, keeping, mine
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import PEOPLE, SIGNED_IN, route

app_name = "consents"
READ, WRITE = Permission.CONSENT_READ, Permission.CONSENT_WRITE
PERSON = "pictures/people/<uuid:pk>/"

urlpatterns = [
    route("pictures/", checking.check, name="check", needs=READ, nav=_("May they be shown?"), within=PEOPLE),
    route(
        "pictures/people/",
        keeping.list_people,
        name="people",
        needs=WRITE,
        nav=_("Answers about pictures"),
        within=PEOPLE,
    ),
    route(PERSON, keeping.show_person, name="person", needs=WRITE),
    route(f"{PERSON}note/", keeping.note_answer, name="note-answer", needs=WRITE),
    route(f"{PERSON}take-down/", keeping.list_take_down, name="take-down", needs=WRITE),
    route("pictures/answers/<uuid:pk>/withdraw/", keeping.withdraw, name="withdraw", needs=WRITE),
    route("pictures/used/", checking.list_uses, name="uses", needs=WRITE, nav=_("Pictures in use"), within=PEOPLE),
    route("pictures/used/new/", checking.note_use, name="note-use", needs=WRITE),
    route("pictures/used/<uuid:pk>/down/", checking.take_down, name="down", needs=WRITE),
    # about oneself and one's children: the rows say who that is
    route("my-part/pictures/", mine.mine, name="mine", needs=SIGNED_IN),
    route("my-part/pictures/<uuid:pk>/", mine.answer, name="answer", needs=SIGNED_IN),
]
