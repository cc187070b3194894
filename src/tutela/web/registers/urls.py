"""Addresses of the registers."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import REVIEW, SIGNED_IN, route
from tutela.web.registers.views import (
    balance,
    contracts,
    data_assets,
    foresight,
    guidance,
    hub,
    procurement,
    resources,
    risks,
    situation,
    technologies,
)

READ, WRITE = Permission.REVIEW_READ, Permission.REVIEW_WRITE

app_name = "registers"

TECHNOLOGIES = [
    route("registers/technologies/", technologies.list_technologies, name="technologies", needs=READ),
    # whoever works here may see what is agreed, whatever else they may read; the row says who that is
    route("registers/technologies/recognised/", technologies.recognised, name="recognised", needs=SIGNED_IN),
    route("registers/technologies/new/", technologies.new, name="new-technology", needs=WRITE),
    route("registers/technologies/leave/", technologies.leave, name="leave-technology", needs=WRITE),
    route("registers/technologies/<uuid:pk>/", technologies.technology, name="technology", needs=READ),
    route("registers/technologies/<uuid:pk>/change/", technologies.change, name="change-technology", needs=WRITE),
    route("registers/technologies/<uuid:pk>/state/", technologies.turn, name="turn-technology", needs=WRITE),
]

RISKS = [
    route("registers/risks/", risks.list_risks, name="risks", needs=READ),
    route("registers/risks/make/", risks.make, name="make-risks", needs=WRITE),
    route("registers/risks/<uuid:pk>/", risks.risk, name="risk", needs=READ),
    route("registers/risks/<uuid:pk>/judge/", risks.judge, name="judge-risk", needs=WRITE),
    route("registers/risks/<uuid:pk>/control/", risks.control, name="add-control", needs=WRITE),
    route("registers/risks/<uuid:pk>/act/", risks.act, name="act-on-gap", needs=Permission.ACTION_WRITE),
    route("registers/controls/<uuid:pk>/end/", risks.end_control, name="end-control", needs=WRITE),
    route("registers/balance/", balance.balance, name="balance", needs=READ),
    route("registers/horizon/", foresight.list_foresight, name="horizon", needs=READ),
    route("registers/horizon/new/", foresight.new, name="new-foresight", needs=WRITE),
    route("registers/horizon/<uuid:pk>/", foresight.foresight, name="foresight", needs=READ),
    route("registers/horizon/<uuid:pk>/look/", foresight.look, name="look-again", needs=WRITE),
]

GUIDANCE = [
    route("registers/guidance/", guidance.list_guidance, name="guidance", needs=READ),
    route("registers/guidance/take-over/", guidance.take_over, name="take-over-guidance", needs=WRITE),
    route("registers/guidance/new/", guidance.new, name="new-guidance", needs=WRITE),
    route("registers/guidance/<uuid:pk>/", guidance.guidance, name="guidance-one", needs=READ),
    route("registers/guidance/<uuid:pk>/look/", guidance.look, name="look-at-guidance", needs=WRITE),
    route("registers/guidance/<uuid:pk>/version/", guidance.version, name="guidance-version", needs=WRITE),
    route("registers/guidance/<uuid:pk>/archive/", guidance.archive, name="archive-guidance", needs=WRITE),
    route("registers/guidance/<uuid:pk>/watch/", guidance.watch_again, name="watch-guidance-again", needs=WRITE),
]
DATA = [
    route("registers/data/", data_assets.list_assets, name="data-assets", needs=READ),
    route("registers/data/new/", data_assets.new, name="new-data-asset", needs=WRITE),
    route("registers/data/<uuid:pk>/", data_assets.asset, name="data-asset", needs=READ),
    route("registers/data/<uuid:pk>/change/", data_assets.change, name="change-data-asset", needs=WRITE),
    route("registers/data/<uuid:pk>/end/", data_assets.end, name="end-data-asset", needs=WRITE),
]

CONTRACTS = [
    route("registers/contracts/", contracts.list_contracts, name="contracts", needs=READ),
    route("registers/contracts/new/", contracts.new, name="new-contract", needs=WRITE),
    route("registers/contracts/<uuid:pk>/", contracts.contract, name="contract", needs=READ),
    route("registers/contracts/<uuid:pk>/change/", contracts.change, name="change-contract", needs=WRITE),
    route("registers/contracts/<uuid:pk>/end/", contracts.end, name="end-contract", needs=WRITE),
    route("registers/contracts/<uuid:pk>/clause/", contracts.clause, name="add-contract-clause", needs=WRITE),
    route("registers/contracts/<uuid:pk>/says/", contracts.says, name="contract-says", needs=WRITE),
    route("registers/contracts/clauses/<uuid:pk>/end/", contracts.end_clause, name="end-contract-clause", needs=WRITE),
]

PURCHASES = [
    route("registers/purchases/", procurement.list_purchases, name="purchases", needs=READ),
    route("registers/purchases/new/", procurement.new, name="new-purchase", needs=WRITE),
    route("registers/purchases/<uuid:pk>/", procurement.purchase, name="purchase", needs=READ),
    route("registers/purchases/<uuid:pk>/offer/", procurement.offer, name="add-offer", needs=WRITE),
    route("registers/purchases/<uuid:pk>/decide/", procurement.decide, name="decide-purchase", needs=WRITE),
    route("registers/purchases/offers/<uuid:pk>/", procurement.answer, name="answer-offer", needs=WRITE),
]

LINKS = [
    route("registers/links/", resources.list_resources, name="links", needs=READ),
    route("registers/links/take-over/", resources.take_over, name="take-over-links", needs=WRITE),
    route("registers/links/new/", resources.new, name="new-link", needs=WRITE),
    route("registers/links/<uuid:pk>/", resources.resource, name="link", needs=READ),
    route("registers/links/<uuid:pk>/move/", resources.move, name="move-link", needs=WRITE),
    route("registers/links/<uuid:pk>/retire/", resources.retire, name="retire-link", needs=WRITE),
]

urlpatterns = [
    route("registers/", hub.hub, name="hub", needs=READ, nav="Registers", within=REVIEW),
    route("registers/situation/", situation.situation, name="situation", needs=READ),
    *TECHNOLOGIES,
    *RISKS,
    *GUIDANCE,
    *DATA,
    *CONTRACTS,
    *PURCHASES,
    *LINKS,
]
