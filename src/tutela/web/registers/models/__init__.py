"""Tables of the registers, by noun."""

from tutela.web.registers.models.technologies import Technology as Technology
from tutela.web.registers.models.technologies import TechnologyTurn as TechnologyTurn
