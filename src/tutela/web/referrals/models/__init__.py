"""Tables of referrals, advice and disclosures. Written once; what people wrote is sealed with the case's key."""

from tutela.web.referrals.models.advice import Advice as Advice
from tutela.web.referrals.models.advice import AdviceAnswer as AdviceAnswer
from tutela.web.referrals.models.bodies import LocalBody as LocalBody
from tutela.web.referrals.models.disclosures import Disclosure as Disclosure
from tutela.web.referrals.models.disclosures import DisclosureStep as DisclosureStep
from tutela.web.referrals.models.disclosures import Share as Share
from tutela.web.referrals.models.referrals import PackAnswers as PackAnswers
from tutela.web.referrals.models.referrals import Referral as Referral
from tutela.web.referrals.models.referrals import ReferralStep as ReferralStep
from tutela.web.referrals.models.referrals import Reminder as Reminder
