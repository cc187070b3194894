"""What others, and the pages here, may ask about referrals, advice and disclosures."""

from tutela.web.referrals.queries.advice import list_advice as list_advice
from tutela.web.referrals.queries.advice import read_advice as read_advice
from tutela.web.referrals.queries.bodies import find_body as find_body
from tutela.web.referrals.queries.bodies import list_bodies as list_bodies
from tutela.web.referrals.queries.bodies import list_kinds as list_kinds
from tutela.web.referrals.queries.disclosures import list_case_readers as list_case_readers
from tutela.web.referrals.queries.disclosures import list_disclosures as list_disclosures
from tutela.web.referrals.queries.disclosures import list_packs as list_packs
from tutela.web.referrals.queries.disclosures import list_sent_packs as list_sent_packs
from tutela.web.referrals.queries.disclosures import read_disclosure as read_disclosure
from tutela.web.referrals.queries.lists import Figures as Figures
from tutela.web.referrals.queries.lists import ReferralRow as ReferralRow
from tutela.web.referrals.queries.lists import count_referrals as count_referrals
from tutela.web.referrals.queries.lists import list_referrals as list_referrals
from tutela.web.referrals.queries.lists import share_decided as share_decided
from tutela.web.referrals.queries.people import list_family_names as list_family_names
from tutela.web.referrals.queries.referral import ReferralRead as ReferralRead
from tutela.web.referrals.queries.referral import read_referral as read_referral
from tutela.web.referrals.queries.referral import read_referrals as read_referrals
