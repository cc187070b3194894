"""Addresses of the vault. None of them says what it is about: they stand in mails and in a browser's history."""

from django.utils.translation import gettext_lazy as _

from tutela.web.allegations.views import (
    deciding,
    handling,
    keeping,
    outside,
    referring,
    reporting,
    taking_over,
    writing,
)
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import CONCERNS, route

app_name = "allegations"
REPORT, READ = Permission.ALLEGATION_REPORT, Permission.ALLEGATION_READ
HERE = "in-confidence"
# one matter: the rows say who may, for it can be opened to somebody singly
ONE = f"{HERE}/<uuid:pk>/"
OWN = f"{HERE}/mine/<uuid:pk>/"

urlpatterns = [
    route(
        f"{HERE}/report/",
        reporting.start,
        name="report",
        needs=REPORT,
        nav=_("About an adult"),
        within=CONCERNS,
    ),
    route(f"{HERE}/report/<uuid:draft>/", reporting.tell, name="tell", needs=REPORT),
    route(f"{HERE}/mine/", reporting.mine, name="mine", needs=REPORT),
    route(f"{OWN}sent/", reporting.sent, name="sent", needs=REPORT),
    route(f"{OWN}add/", reporting.add, name="add", needs=REPORT),
    route(f"{OWN}letter/", reporting.letter, name="letter", needs=REPORT, fresh=True),
    route(f"{HERE}/", handling.matters, name="matters", needs=READ, nav=_("Handled in confidence"), within=CONCERNS),
    route(ONE, handling.matter, name="matter", needs=REPORT),
    route(f"{ONE}write/", writing.write, name="write", needs=REPORT),
    route(f"{ONE}entries/<uuid:entry>/correct/", writing.correct, name="correct", needs=REPORT),
    route(f"{ONE}who/", writing.identify, name="identify", needs=REPORT),
    route(f"{ONE}learner/", writing.learner, name="learner", needs=REPORT),
    route(f"{ONE}threshold/", deciding.threshold, name="threshold", needs=REPORT),
    route(f"{ONE}officer/", deciding.officer, name="officer", needs=REPORT),
    route(f"{ONE}refer/", referring.refer, name="refer", needs=REPORT, fresh=True),
    route(f"{ONE}not-refer/", referring.decline, name="decline", needs=REPORT),
    route(f"{ONE}outcome/", deciding.end, name="end", needs=REPORT),
    route(f"{ONE}open-again/", deciding.reopen, name="reopen", needs=REPORT),
    route(f"{ONE}put-forward/", keeping.put_forward, name="put-forward", needs=REPORT),
    route(f"{HERE}/keeping/<uuid:pk>/", keeping.decide, name="decide-keeping", needs=REPORT, fresh=True),
    route(f"{HERE}/gone/<uuid:pk>/", keeping.certificate, name="certificate", needs=REPORT),
    route(f"{HERE}/gone/<uuid:pk>/text/", keeping.save_certificate, name="certificate-text", needs=REPORT),
    route(f"{ONE}open-to/", handling.open_to, name="open-to", needs=REPORT),
    route(f"{ONE}close-to/<uuid:person>/", handling.close_to, name="close-to", needs=REPORT),
    route(
        f"{HERE}/concern/<uuid:pk>/",
        taking_over.take_over,
        name="take-over",
        needs=Permission.CONCERN_WRITE,
        beside="concerns:concern",
        beside_words=taking_over.words_beside,
    ),
    route(f"{HERE}/figures/", outside.figures, name="figures", needs=Permission.REPORT_READ),
    route(f"{HERE}/outside/", outside.contact, name="outside", needs=REPORT),
    route(f"{HERE}/outside/note/", outside.note, name="note-outside", needs=Permission.ESTABLISHMENT_MANAGE),
]
