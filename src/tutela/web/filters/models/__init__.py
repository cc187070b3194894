"""Tables of what may be opened."""

from tutela.web.filters.models.changes import BlockReport as BlockReport
from tutela.web.filters.models.changes import FilterChange as FilterChange
from tutela.web.filters.models.changes import LocalRule as LocalRule
from tutela.web.filters.models.changes import ReadSoFar as ReadSoFar
from tutela.web.filters.models.lists import ListSource as ListSource
from tutela.web.filters.models.lists import ListUpdate as ListUpdate
from tutela.web.filters.models.settings import AskingNetwork as AskingNetwork
from tutela.web.filters.models.settings import FailPolicyAnswer as FailPolicyAnswer
from tutela.web.filters.models.settings import FailPolicyChoice as FailPolicyChoice
from tutela.web.filters.models.settings import GroupSettings as GroupSettings
from tutela.web.filters.models.settings import OpenedSearch as OpenedSearch
from tutela.web.filters.models.settings import Publication as Publication
from tutela.web.filters.models.settings import TimetablePeriod as TimetablePeriod
