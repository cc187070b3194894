"""Numbers about concerns and cases with nobody in them, for whoever shows them: they hide the small ones."""

from tutela.web.concerns.figures.caseload import count_open_now as count_open_now
from tutela.web.concerns.figures.pace import Pace as Pace
from tutela.web.concerns.figures.pace import get_pace as get_pace
from tutela.web.concerns.figures.themes import count_by_theme as count_by_theme
