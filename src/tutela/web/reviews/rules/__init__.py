"""What answers come to. No rows, no clock of its own."""

from tutela.web.reviews.rules.asking import find_unasked as find_unasked
from tutela.web.reviews.rules.asking import list_applying as list_applying
from tutela.web.reviews.rules.asking import list_selected as list_selected
from tutela.web.reviews.rules.found import Found as Found
from tutela.web.reviews.rules.found import list_found as list_found
from tutela.web.reviews.rules.gaps import list_gaps as list_gaps
from tutela.web.reviews.rules.scoring import Challenge as Challenge
from tutela.web.reviews.rules.scoring import Given as Given
from tutela.web.reviews.rules.scoring import Score as Score
from tutela.web.reviews.rules.scoring import find_challenges as find_challenges
from tutela.web.reviews.rules.scoring import find_proofs as find_proofs
from tutela.web.reviews.rules.scoring import next_steps as next_steps
from tutela.web.reviews.rules.scoring import score as score
from tutela.web.reviews.rules.scoring import single_bar_above as single_bar_above
from tutela.web.reviews.rules.scoring import why_confirm as why_confirm
