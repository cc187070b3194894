"""What others may ask the registers, by noun."""

from tutela.web.registers.queries.balance import Balance as Balance
from tutela.web.registers.queries.balance import get_balance as get_balance
from tutela.web.registers.queries.data_assets import get_described_pct as get_described_pct
from tutela.web.registers.queries.data_assets import list_data_assets as list_data_assets
from tutela.web.registers.queries.guidance import get_current_pct as get_current_pct
from tutela.web.registers.queries.guidance import list_guidance as list_guidance
from tutela.web.registers.queries.guidance import list_history as list_history
from tutela.web.registers.queries.guidance import list_offered as list_offered
from tutela.web.registers.queries.resources import list_due_links as list_due_links
from tutela.web.registers.queries.resources import list_offered_links as list_offered_links
from tutela.web.registers.queries.resources import list_resource_turns as list_resource_turns
from tutela.web.registers.queries.resources import list_resources as list_resources
from tutela.web.registers.queries.risks import Stand as Stand
from tutela.web.registers.queries.risks import get_controlled_pct as get_controlled_pct
from tutela.web.registers.queries.risks import get_risk as get_risk
from tutela.web.registers.queries.risks import list_ended_controls as list_ended_controls
from tutela.web.registers.queries.risks import list_foresight as list_foresight
from tutela.web.registers.queries.risks import list_looks as list_looks
from tutela.web.registers.queries.risks import list_risks as list_risks
from tutela.web.registers.queries.technologies import count_technologies as count_technologies
from tutela.web.registers.queries.technologies import get_assessed_pct as get_assessed_pct
from tutela.web.registers.queries.technologies import get_assessment as get_assessment
from tutela.web.registers.queries.technologies import list_missing as list_missing
from tutela.web.registers.queries.technologies import list_technologies as list_technologies
from tutela.web.registers.queries.technologies import list_technologies_in_use as list_technologies_in_use
from tutela.web.registers.queries.technologies import list_turns as list_turns
