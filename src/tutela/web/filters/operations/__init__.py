"""The only writes to what may be opened."""

from tutela.web.filters.operations.changes import AlreadyDecided as AlreadyDecided
from tutela.web.filters.operations.changes import CannotBeChanged as CannotBeChanged
from tutela.web.filters.operations.changes import decide_change as decide_change
from tutela.web.filters.operations.changes import end_rule as end_rule
from tutela.web.filters.operations.changes import read_block_reports as read_block_reports
from tutela.web.filters.operations.changes import report_site as report_site
from tutela.web.filters.operations.changes import report_wrong as report_wrong
from tutela.web.filters.operations.lists import BadSource as BadSource
from tutela.web.filters.operations.lists import NotWaiting as NotWaiting
from tutela.web.filters.operations.lists import add_source as add_source
from tutela.web.filters.operations.lists import change_source as change_source
from tutela.web.filters.operations.lists import claim_source as claim_source
from tutela.web.filters.operations.lists import decide_update as decide_update
from tutela.web.filters.operations.lists import end_source as end_source
from tutela.web.filters.operations.lists import list_closed_places as list_closed_places
from tutela.web.filters.operations.lists import note_effects as note_effects
from tutela.web.filters.operations.lists import note_fetched as note_fetched
from tutela.web.filters.operations.lists import note_put_in_force as note_put_in_force
from tutela.web.filters.operations.lists import note_removed as note_removed
from tutela.web.filters.operations.lists import want_fetch as want_fetch
from tutela.web.filters.operations.publishing import note_refusals as note_refusals
from tutela.web.filters.operations.publishing import publish_detection as publish_detection
from tutela.web.filters.operations.publishing import publish_due as publish_due
from tutela.web.filters.operations.publishing import publish_policy as publish_policy
from tutela.web.filters.operations.publishing import want_publication as want_publication
from tutela.web.filters.operations.settings import begin as begin
from tutela.web.filters.operations.settings import choose_fail_policy as choose_fail_policy
from tutela.web.filters.operations.settings import set_asking_networks as set_asking_networks
from tutela.web.filters.operations.settings import set_group as set_group
from tutela.web.filters.operations.settings import set_timetable as set_timetable
from tutela.web.filters.records import tell as tell_records  # noqa: F401  told through here by other apps too
