"""Tables of transfers. Written once; what people wrote, and what came from elsewhere, is sealed."""

from tutela.web.transfers.models.partners import ExchangeKey as ExchangeKey
from tutela.web.transfers.models.partners import Partner as Partner
from tutela.web.transfers.models.partners import PartnerStep as PartnerStep
from tutela.web.transfers.models.receiving import ReceivedExhibit as ReceivedExhibit
from tutela.web.transfers.models.receiving import ReceivedFile as ReceivedFile
from tutela.web.transfers.models.receiving import ReceivedLink as ReceivedLink
from tutela.web.transfers.models.receiving import WithheldFrom as WithheldFrom
from tutela.web.transfers.models.sending import Chased as Chased
from tutela.web.transfers.models.sending import Transfer as Transfer
from tutela.web.transfers.models.sending import TransferCase as TransferCase
from tutela.web.transfers.models.sending import TransferStep as TransferStep
