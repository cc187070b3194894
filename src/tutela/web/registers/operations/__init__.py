"""The only writes of the registers, by noun."""

from tutela.web.registers.operations.refusals import RegisterRefused as RegisterRefused
from tutela.web.registers.operations.technologies import add_technology as add_technology
from tutela.web.registers.operations.technologies import change_technology as change_technology
from tutela.web.registers.operations.technologies import turn_technology as turn_technology
