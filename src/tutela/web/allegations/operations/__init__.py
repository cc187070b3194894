"""The only writes to the vault, split by noun."""

from tutela.web.allegations.operations.destroying import decide_keeping as decide_keeping
from tutela.web.allegations.operations.destroying import put_forward as put_forward
from tutela.web.allegations.operations.drafts import drop_expired_drafts as drop_expired_drafts
from tutela.web.allegations.operations.drafts import keep_answers as keep_answers
from tutela.web.allegations.operations.drafts import send_draft as send_draft
from tutela.web.allegations.operations.drafts import start_draft as start_draft
from tutela.web.allegations.operations.ending import decide_threshold as decide_threshold
from tutela.web.allegations.operations.ending import end_matter as end_matter
from tutela.web.allegations.operations.ending import note_officer as note_officer
from tutela.web.allegations.operations.ending import reopen as reopen
from tutela.web.allegations.operations.following import follow_roles as follow_roles
from tutela.web.allegations.operations.following import remind as remind
from tutela.web.allegations.operations.learners import raise_for_learner as raise_for_learner
from tutela.web.allegations.operations.learners import reads_concerns as reads_concerns
from tutela.web.allegations.operations.opening import close_to as close_to
from tutela.web.allegations.operations.opening import open_to as open_to
from tutela.web.allegations.operations.outside import note_outside_contact as note_outside_contact
from tutela.web.allegations.operations.referring import decline_referral as decline_referral
from tutela.web.allegations.operations.referring import keep_pack as keep_pack
from tutela.web.allegations.operations.reporting import add_to_report as add_to_report
from tutela.web.allegations.operations.reporting import read_own_words as read_own_words
from tutela.web.allegations.operations.reporting import report as report
from tutela.web.allegations.operations.taking_over import take_over_concern as take_over_concern
from tutela.web.allegations.operations.writing import add_entry as add_entry
from tutela.web.allegations.operations.writing import correct_entry as correct_entry
from tutela.web.allegations.operations.writing import identify as identify
