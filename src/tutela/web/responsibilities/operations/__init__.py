"""The only writes of responsibilities, by noun."""

from tutela.web.responsibilities.operations.duties import assign as assign
from tutela.web.responsibilities.operations.duties import give_up as give_up
from tutela.web.responsibilities.operations.keeping import reopen_duties as reopen_duties
from tutela.web.responsibilities.operations.refusals import DutyRefused as DutyRefused
