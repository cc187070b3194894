"""What others, and the pages here, may ask about transfers."""

from tutela.web.transfers.queries.cards import get_own_card as get_own_card
from tutela.web.transfers.queries.cards import is_relied_on as is_relied_on
from tutela.web.transfers.queries.cards import list_partners as list_partners
from tutela.web.transfers.queries.cases import cases_of as cases_of
from tutela.web.transfers.queries.cases import count_single_concerns as count_single_concerns
from tutela.web.transfers.queries.figures import count_transfers as count_transfers
from tutela.web.transfers.queries.receiving import list_received as list_received
from tutela.web.transfers.queries.receiving import list_unnamed_in as list_unnamed_in
from tutela.web.transfers.queries.receiving import propose_people as propose_people
from tutela.web.transfers.queries.receiving import read_received as read_received
from tutela.web.transfers.queries.sending import ToSend as ToSend
from tutela.web.transfers.queries.sending import list_to_send as list_to_send
from tutela.web.transfers.queries.sending import list_transfers as list_transfers
from tutela.web.transfers.queries.sending import read_transfer as read_transfer
