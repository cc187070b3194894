"""The only writes of consents: an answer, what ends it, where a picture was used, and that it is gone."""

from tutela.web.consents.operations.answers import answer_all as answer_all
from tutela.web.consents.operations.answers import note_answer as note_answer
from tutela.web.consents.operations.answers import note_answers as note_answers
from tutela.web.consents.operations.answers import withdraw as withdraw
from tutela.web.consents.operations.pictures import note_use as note_use
from tutela.web.consents.operations.pictures import take_down as take_down
from tutela.web.consents.operations.refusals import AlreadyEnded as AlreadyEnded
from tutela.web.consents.operations.refusals import BadDays as BadDays
from tutela.web.consents.operations.refusals import ConsentRefused as ConsentRefused
from tutela.web.consents.operations.refusals import NotAsked as NotAsked
from tutela.web.consents.operations.refusals import NotTheirs as NotTheirs
from tutela.web.consents.operations.refusals import WithoutEvidence as WithoutEvidence
from tutela.web.consents.operations.settling import look_for_what_has_ended as look_for_what_has_ended
