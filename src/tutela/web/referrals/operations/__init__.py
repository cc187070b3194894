"""The only writes to referrals, advice and disclosures, split by noun."""

from tutela.web.referrals.operations.advice import answer_advice as answer_advice
from tutela.web.referrals.operations.advice import ask_advice as ask_advice
from tutela.web.referrals.operations.bodies import note_body as note_body
from tutela.web.referrals.operations.disclosures import decide_request as decide_request
from tutela.web.referrals.operations.disclosures import drop_request as drop_request
from tutela.web.referrals.operations.disclosures import hand_over as hand_over
from tutela.web.referrals.operations.disclosures import keep_share as keep_share
from tutela.web.referrals.operations.disclosures import write_request as write_request
from tutela.web.referrals.operations.exporting import export_case as export_case
from tutela.web.referrals.operations.referrals import decide as decide
from tutela.web.referrals.operations.referrals import fill_pack as fill_pack
from tutela.web.referrals.operations.referrals import take_step as take_step
from tutela.web.referrals.operations.reminding import remind as remind
