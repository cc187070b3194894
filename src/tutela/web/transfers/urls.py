"""The addresses of transfers. Keys, files that leave and files that come in ask again who is there."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import CONCERNS, route
from tutela.web.transfers.views import cards, receiving, sending

app_name = "transfers"

WRITE = Permission.CONCERN_WRITE

urlpatterns = [
    route("transfers/", sending.everything, name="list", needs=WRITE, nav=_("Files to send on"), within=CONCERNS),
    route("transfers/exchange/", cards.exchange, name="exchange", needs=WRITE),
    route("transfers/exchange/make/", cards.make_card, name="make-card", needs=WRITE, fresh=True),
    route("transfers/exchange/card/", cards.save_card, name="save-card", needs=WRITE),
    route("transfers/exchange/take-in/", cards.take_card, name="take-card", needs=WRITE, fresh=True),
    route("transfers/exchange/<uuid:pk>/", cards.check_card, name="check-card", needs=WRITE, fresh=True),
    route("transfers/exchange/<uuid:pk>/end/", cards.end_card, name="end-card", needs=WRITE),
    route("transfers/take-in/", receiving.take_in, name="take-in", needs=WRITE, fresh=True),
    route("transfers/received/<uuid:pk>/", receiving.received, name="received", needs=WRITE),
    route("transfers/received/<uuid:pk>/receipt/", receiving.save_receipt, name="save-receipt", needs=WRITE),
    route("transfers/received/<uuid:pk>/link/", receiving.link, name="link", needs=WRITE),
    route(
        "transfers/received/<uuid:pk>/exhibits/<uuid:exhibit>/", receiving.put_exhibit, name="put-exhibit", needs=WRITE
    ),
    route("transfers/leavers/<uuid:person>/", sending.begin, name="begin", needs=WRITE),
    route("transfers/<uuid:pk>/", sending.transfer, name="transfer", needs=WRITE),
    route("transfers/<uuid:pk>/make/", sending.make, name="make", needs=WRITE, fresh=True),
    route("transfers/<uuid:pk>/sent/", sending.hand_over, name="hand-over", needs=WRITE),
    route("transfers/<uuid:pk>/receipt/", sending.receipt, name="receipt", needs=WRITE),
    route("transfers/<uuid:pk>/not-sent/", sending.not_sent, name="not-sent", needs=WRITE),
]
