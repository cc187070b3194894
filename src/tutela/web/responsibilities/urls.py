"""Addresses of responsibilities."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import MINE, SIGNED_IN, route
from tutela.web.responsibilities.views import (
    advice,
    duties,
    expected,
    group,
    inviting,
    journey,
    looks,
    meetings,
    stakeholders,
    vision,
)

app_name = "responsibilities"
HERE = _("Duties")  # short, so that the whole menu stays on one line
READ, WRITE, ASSIGN = Permission.REVIEW_READ, Permission.REVIEW_WRITE, Permission.DUTY_ASSIGN
DUTY, GROUP = "responsibilities/duties/<slug:duty>/", "responsibilities/group/"
MEETING = f"{GROUP}meetings/<uuid:pk>/"
LOOK = "responsibilities/looks/<slug:kind>/"
CONCERNED = "responsibilities/stakeholders/<slug:group>/"

urlpatterns = [
    route("my-part/", expected.show_expected, name="expected", needs=SIGNED_IN, nav=_("My part"), within=MINE),
    # staff who sit in the group read its papers, whatever else they may do: the views and the rows say who does
    route("my-part/group/", group.show_group, name="own-group", needs=SIGNED_IN),
    route("responsibilities/", duties.list_duties, name="duties", needs=READ, nav=_("Duties"), within=HERE),
    route("responsibilities/usual/", duties.assign_usual, name="assign-usual", needs=ASSIGN),
    route(DUTY, duties.show_duty, name="duty", needs=READ),
    route(f"{DUTY}name/", duties.name_holder, name="name-holder", needs=ASSIGN),
    route("responsibilities/parts/<uuid:pk>/end/", duties.give_up, name="give-up", needs=ASSIGN),
    route(GROUP, group.show_group, name="group", needs=READ, nav=_("E-safety group"), within=HERE),
    route(f"{GROUP}terms/", group.show_terms, name="terms", needs=SIGNED_IN),
    route(f"{GROUP}terms/new/", group.adopt_terms, name="adopt-terms", needs=ASSIGN),
    route(f"{GROUP}members/new/", group.take_seat, name="take-seat", needs=ASSIGN),
    route(f"{GROUP}members/<uuid:pk>/leave/", group.leave_seat, name="leave-seat", needs=ASSIGN),
    route(f"{GROUP}meetings/new/", meetings.call_meeting, name="call-meeting", needs=WRITE),
    route(MEETING, meetings.show_meeting, name="meeting", needs=SIGNED_IN),
    route(f"{MEETING}minutes/", meetings.write_minutes, name="minutes", needs=WRITE),
    route(f"{MEETING}decide/", meetings.decide, name="decide", needs=WRITE),
    route(f"{MEETING}call-off/", meetings.call_off, name="call-off", needs=WRITE),
    route(
        "responsibilities/stakeholders/", stakeholders.list_stakeholders, name="stakeholders", needs=READ,
        nav=_("Stakeholders"), within=HERE,
    ),
    route(CONCERNED, stakeholders.show_stakeholder, name="stakeholder", needs=READ),
    route(f"{CONCERNED}heard/", stakeholders.note_contact, name="note-contact", needs=WRITE),
    route(f"{CONCERNED}invite/", inviting.invite, name="invite", needs=WRITE),
    route("responsibilities/invitations/<uuid:pk>/end/", inviting.end, name="end-invite", needs=WRITE),
    route("asked-of-us/", inviting.asked_of_us, name="asked-of-us", needs=Permission.INVITED_ANSWER),
    route("asked-of-us/<uuid:pk>/", inviting.contribute, name="contribute", needs=Permission.INVITED_ANSWER),
    route(f"{CONCERNED}speaker/", stakeholders.name_speaker, name="name-speaker", needs=WRITE),
    route("responsibilities/advice/", advice.list_advice, name="advice", needs=READ, nav=_("Advice"), within=HERE),
    route("responsibilities/advice/new/", advice.ask, name="ask-advice", needs=WRITE),
    route("responsibilities/advice/<uuid:pk>/said/", advice.note, name="note-advice", needs=WRITE),
    route("responsibilities/advice/<uuid:pk>/decision/", advice.rest_on, name="use-advice", needs=WRITE),
    route("my-part/vision/", vision.show, name="vision", needs=SIGNED_IN),
    route("responsibilities/vision/new/", vision.adopt, name="adopt-vision", needs=WRITE),
    route("responsibilities/looks/", looks.list_looks, name="looks", needs=READ, nav=_("Regular checks"), within=HERE),
    route(LOOK, looks.show_look, name="look", needs=READ),
    route(f"{LOOK}note/", looks.note_look, name="note-look", needs=WRITE),
    route(
        "responsibilities/seven-steps/", journey.show_journey, name="journey", needs=READ, nav=_("Seven steps"),
        within=HERE,
    ),
    route("responsibilities/seven-steps/<slug:record>/note/", journey.note_step, name="note-step", needs=WRITE),
    route("responsibilities/seven-steps/<slug:step>/answer/", journey.answer_question, name="answer", needs=WRITE),
]  # fmt: skip
