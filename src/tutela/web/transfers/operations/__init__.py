"""The only writes to transfers, split by noun."""

from tutela.web.transfers.operations.cards import check_partner as check_partner
from tutela.web.transfers.operations.cards import end_partner as end_partner
from tutela.web.transfers.operations.cards import make_own_card as make_own_card
from tutela.web.transfers.operations.cards import note_partner as note_partner
from tutela.web.transfers.operations.exhibits import put_into_case as put_into_case
from tutela.web.transfers.operations.exhibits import tidy_exhibits as tidy_exhibits
from tutela.web.transfers.operations.receiving import link_received as link_received
from tutela.web.transfers.operations.receiving import take_in as take_in
from tutela.web.transfers.operations.reminding import remind as remind
from tutela.web.transfers.operations.sending import decide_not_to_send as decide_not_to_send
from tutela.web.transfers.operations.sending import hand_over as hand_over
from tutela.web.transfers.operations.sending import make_file as make_file
from tutela.web.transfers.operations.sending import note_leaver as note_leaver
from tutela.web.transfers.operations.sending import take_receipt as take_receipt
