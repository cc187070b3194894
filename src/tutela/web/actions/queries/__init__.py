"""What others may ask about actions."""

from tutela.web.actions.queries.bars import Stand as Stand
from tutela.web.actions.queries.bars import stand_of as stand_of
from tutela.web.actions.queries.checks import list_what_does_not_add_up as list_what_does_not_add_up
from tutela.web.actions.queries.figures import get_figures as get_figures
from tutela.web.actions.queries.lists import SHOWS as SHOWS
from tutela.web.actions.queries.lists import count_mine as count_mine
from tutela.web.actions.queries.lists import count_open as count_open
from tutela.web.actions.queries.lists import count_overdue as count_overdue
from tutela.web.actions.queries.lists import count_shows as count_shows
from tutela.web.actions.queries.lists import list_actions as list_actions
from tutela.web.actions.queries.lists import list_by_origin as list_by_origin
from tutela.web.actions.queries.lists import list_mine as list_mine
from tutela.web.actions.queries.one import get_file as get_file
from tutela.web.actions.queries.one import list_choices_to_wait_for as list_choices_to_wait_for
from tutela.web.actions.queries.one import list_entries as list_entries
from tutela.web.actions.queries.one import list_proofs as list_proofs
