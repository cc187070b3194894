"""The addresses of referrals, advice, disclosures and the case file that leaves the house."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import CONCERNS, route
from tutela.web.referrals.views import advice, bodies, disclosures, exports, files, redaction, referrals

app_name = "referrals"

READ, WRITE = Permission.CONCERN_READ, Permission.CONCERN_WRITE
CASE = "concerns/cases/<uuid:pk>"
OF_A_CASE = "concerns:case"

urlpatterns = [
    route("referrals/", referrals.everything, name="list", needs=READ, nav=_("Referrals"), within=CONCERNS),
    route(
        f"{CASE}/referrals/",
        referrals.of_case,
        name="of-case",
        needs=READ,
        nav=_("Referrals and advice"),
        beside=OF_A_CASE,
    ),
    route(f"{CASE}/referrals/<slug:route>/", referrals.decide, name="decide", needs=WRITE),
    route(f"{CASE}/advice/", advice.ask_advice, name="ask-advice", needs=WRITE),
    route("advice/<uuid:pk>/answer/", advice.answer_advice, name="answer-advice", needs=WRITE),
    route("referrals/bodies/", bodies.bodies, name="bodies", needs=READ),
    route("referrals/bodies/add/", bodies.add, name="add-body", needs=WRITE),
    route("referrals/bodies/<uuid:pk>/", bodies.change, name="change-body", needs=WRITE),
    route("referrals/<uuid:pk>/", referrals.referral, name="referral", needs=READ),
    route("referrals/<uuid:pk>/fill/", referrals.fill, name="fill", needs=WRITE),
    route("referrals/<uuid:pk>/pack/<slug:kind>/", files.make_pack, name="make-pack", needs=WRITE),
    route("referrals/<uuid:pk>/<slug:kind>/", referrals.step, name="step", needs=WRITE),
    route("disclosures/", disclosures.register, name="register", needs=READ, nav=_("Disclosures"), within=CONCERNS),
    route(
        f"{CASE}/disclosures/",
        disclosures.of_case,
        name="disclosures",
        needs=READ,
        nav=_("Disclosures and export"),
        beside=OF_A_CASE,
    ),
    route(f"{CASE}/disclosures/request/", disclosures.write, name="request", needs=WRITE),
    route("disclosures/<uuid:pk>/", disclosures.disclosure, name="disclosure", needs=READ),
    route("disclosures/<uuid:pk>/decide/", disclosures.decide, name="decide-request", needs=WRITE),
    route("disclosures/<uuid:pk>/hand-over/", disclosures.hand_over, name="hand-over", needs=WRITE),
    route("disclosures/<uuid:pk>/drop/", disclosures.drop, name="drop", needs=WRITE),
    route("disclosures/<uuid:pk>/take-out/", redaction.take_out, name="take-out", needs=WRITE, fresh=True),
    # the whole case leaves the house: who they are is asked again
    route("disclosures/<uuid:pk>/export/", exports.export, name="export", needs=WRITE, fresh=True),
]
