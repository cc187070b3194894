"""The only writes of the registers, by noun."""

from tutela.web.registers.operations.data_assets import Described as Described
from tutela.web.registers.operations.data_assets import add_data_asset as add_data_asset
from tutela.web.registers.operations.data_assets import change_data_asset as change_data_asset
from tutela.web.registers.operations.data_assets import end_data_asset as end_data_asset
from tutela.web.registers.operations.foresight import add_foresight as add_foresight
from tutela.web.registers.operations.foresight import look_again as look_again
from tutela.web.registers.operations.guidance import add_guidance as add_guidance
from tutela.web.registers.operations.guidance import archive_guidance as archive_guidance
from tutela.web.registers.operations.guidance import check_guidance as check_guidance
from tutela.web.registers.operations.guidance import record_version as record_version
from tutela.web.registers.operations.guidance import take_over_guidance as take_over_guidance
from tutela.web.registers.operations.guidance import watch_again as watch_again
from tutela.web.registers.operations.refusals import RegisterRefused as RegisterRefused
from tutela.web.registers.operations.resources import add_link as add_link
from tutela.web.registers.operations.resources import move_link as move_link
from tutela.web.registers.operations.resources import note_answers as note_answers
from tutela.web.registers.operations.resources import retire_link as retire_link
from tutela.web.registers.operations.resources import take_over_links as take_over_links
from tutela.web.registers.operations.risks import act_on_gap as act_on_gap
from tutela.web.registers.operations.risks import add_control as add_control
from tutela.web.registers.operations.risks import end_control as end_control
from tutela.web.registers.operations.risks import judge_risk as judge_risk
from tutela.web.registers.operations.risks import make_risks as make_risks
from tutela.web.registers.operations.technologies import add_technology as add_technology
from tutela.web.registers.operations.technologies import change_technology as change_technology
from tutela.web.registers.operations.technologies import turn_technology as turn_technology
