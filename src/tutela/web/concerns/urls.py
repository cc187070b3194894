"""The addresses of concerns and cases."""

from django.utils.translation import gettext_lazy as _

from tutela.web.concerns.views import (
    aftercare,
    asking,
    body,
    cases,
    circumstances,
    concerns,
    glass,
    offline,
    people,
    plan,
    recovering,
    relinking,
    report,
    restricting,
    searching,
    seen,
    supervision,
)
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import CONCERNS, route

app_name = "concerns"

REPORT, READ, WRITE = Permission.CONCERN_REPORT, Permission.CONCERN_READ, Permission.CONCERN_WRITE

urlpatterns = [
    route("report-a-concern/", report.start, name="report", needs=REPORT, nav=_("Report a concern")),
    # whoever works here: a device that a learner or a parent uses is seldom theirs alone
    route(
        "report-a-concern/without-connection/",
        offline.show_page,
        name="offline",
        needs=Permission.ALLEGATION_REPORT,
        beside="concerns:report",
        nav=_("Write without a connection"),
    ),
    route(
        "report-a-concern/without-connection/worker.js",
        offline.show_worker,
        name="offline-worker",
        needs=Permission.ALLEGATION_REPORT,
    ),
    route("report-a-concern/from-my-device/", offline.take_in, name="from-device", needs=Permission.ALLEGATION_REPORT),
    route("report-a-concern/<uuid:draft>/who/", report.people, name="people", needs=REPORT),
    route("report-a-concern/<uuid:draft>/check/", report.check, name="check", needs=REPORT),
    route("report-a-concern/<uuid:pk>/sent/", report.sent, name="sent", needs=REPORT),
    route("report-a-concern/<uuid:draft>/<slug:question>/", report.question, name="question", needs=REPORT),
    route("my-reports/", report.mine, name="mine", needs=REPORT),
    route("my-reports/<uuid:pk>/add/", report.add_to_report, name="add-to-report", needs=REPORT),
    route("concerns/", concerns.queue, name="queue", needs=READ, nav=_("Concerns"), within=CONCERNS),
    route("concerns/search/", searching.search, name="search", needs=READ, nav=_("Search"), within=CONCERNS),
    route("concerns/<uuid:pk>/", concerns.concern, name="concern", needs=READ),
    route("concerns/<uuid:pk>/acknowledge/", concerns.acknowledge, name="acknowledge", needs=WRITE),
    route("concerns/<uuid:pk>/open-a-case/", concerns.open_case, name="open-case", needs=WRITE),
    route("concerns/<uuid:pk>/add-to-a-case/", concerns.add_to_case, name="add-to-case", needs=WRITE),
    route("concerns/<uuid:pk>/close/", concerns.close_concern, name="close-concern", needs=WRITE),
    route("concerns/<uuid:pk>/circumstances/", circumstances.describe, name="describe", needs=WRITE),
    route(
        "concerns/<uuid:pk>/people/<uuid:involved>/wrong/", relinking.in_concern, name="wrong-in-concern", needs=WRITE
    ),
    route("concerns/<uuid:pk>/seen/", seen.concern_readers, name="concern-readers", needs=READ),
    route("concerns/cases/", cases.cases, name="cases", needs=READ),
    route("concerns/cases/<uuid:pk>/", cases.case, name="case", needs=READ),
    route("concerns/cases/<uuid:pk>/add/", cases.add_entry, name="add-entry", needs=WRITE),
    route("concerns/cases/<uuid:pk>/correct/<uuid:entry>/", cases.correct, name="correct", needs=WRITE),
    route("concerns/cases/<uuid:pk>/action/", cases.set_action, name="set-action", needs=WRITE),
    route("concerns/cases/<uuid:pk>/action/<uuid:action>/", cases.finish_action, name="finish-action", needs=WRITE),
    route("concerns/cases/<uuid:pk>/person/", cases.add_person, name="add-person", needs=WRITE),
    route("concerns/cases/<uuid:pk>/what-to-do/", plan.plan, name="plan", needs=READ),
    route("concerns/cases/<uuid:pk>/what-to-do/kind/", plan.choose, name="choose-playbooks", needs=WRITE),
    route("concerns/cases/<uuid:pk>/what-to-do/not/<slug:playbook>/", plan.drop, name="drop-playbook", needs=WRITE),
    route("concerns/cases/<uuid:pk>/what-to-do/<slug:step>/", plan.step, name="step", needs=WRITE),
    route("concerns/cases/<uuid:pk>/people/", people.people, name="case-people", needs=READ),
    route("concerns/cases/<uuid:pk>/people/<uuid:involved>/kind/", people.kind, name="person-kind", needs=WRITE),
    route("concerns/cases/<uuid:pk>/people/<uuid:involved>/accord/", people.judge, name="judge", needs=WRITE),
    route("concerns/cases/<uuid:pk>/people/<uuid:involved>/sanction/", people.sanction, name="sanction", needs=WRITE),
    route(
        "concerns/cases/<uuid:pk>/people/<uuid:involved>/wrong/", relinking.in_case, name="wrong-in-case", needs=WRITE
    ),
    route("concerns/cases/<uuid:pk>/check/<uuid:check>/", aftercare.check, name="answer-check", needs=WRITE),
    route("concerns/cases/<uuid:pk>/link/", aftercare.link, name="link-case", needs=WRITE),
    route("concerns/cases/<uuid:pk>/lesson/", aftercare.lesson, name="lesson", needs=Permission.ACTION_WRITE),
    route(
        "concerns/emergency/",
        glass.break_glass,
        name="break-glass",
        needs=Permission.CASE_BREAK_GLASS,
        fresh=True,
    ),
    route("concerns/emergency/<uuid:pk>/", glass.by_glass, name="by-glass", needs=Permission.CASE_BREAK_GLASS),
    route("concerns/cases/<uuid:pk>/emergency/<uuid:opening>/", glass.review, name="review-glass", needs=WRITE),
    route("concerns/cases/<uuid:pk>/ask/", asking.ask_colleague, name="ask-colleague", needs=WRITE),
    route("concerns/cases/<uuid:pk>/body/", body.body, name="body", needs=READ),
    route("concerns/cases/<uuid:pk>/body/add/", body.mark, name="mark-body", needs=WRITE),
    # whoever is asked need not read concerns: the row says who was
    route("asked-of-you/", asking.list_asked, name="asked-list", needs=REPORT),
    route("asked-of-you/<uuid:pk>/", asking.asked, name="asked", needs=REPORT),
    route("concerns/supervision/", supervision.supervision, name="supervision", needs=READ),
    route("concerns/supervision/add/", supervision.note, name="note-supervision", needs=READ),
    # who may close depends on the case too (the chair, where it came to the chair), so the view asks again
    route("concerns/cases/<uuid:pk>/close/", cases.close_case, name="close-case", needs=WRITE),
    route("concerns/cases/<uuid:pk>/readers/", restricting.restrict, name="restrict", needs=WRITE),
    route(
        "concerns/cases/<uuid:pk>/sheets/", recovering.open_with_sheets, name="open-with-sheets", needs=READ, fresh=True
    ),
    route(
        "recovery-sheets/",
        recovering.sheets,
        name="recovery-sheets",
        needs=Permission.RECOVERY_HOLD,
        nav="Recovery sheets",
        beside="account",
    ),
    route(
        "recovery-sheets/make/",
        recovering.make,
        name="make-recovery-sheet",
        needs=Permission.RECOVERY_HOLD,
        fresh=True,
    ),
    route(
        "recovery-sheets/<uuid:pk>/end/",
        recovering.end,
        name="end-recovery-sheet",
        needs=Permission.RECOVERY_HOLD,
        fresh=True,
    ),
    route("concerns/cases/<uuid:pk>/seen/", seen.case_readers, name="case-readers", needs=READ),
]
