"""What others may ask the registers, by noun."""

from tutela.web.registers.queries.technologies import count_technologies as count_technologies
from tutela.web.registers.queries.technologies import list_technologies as list_technologies
from tutela.web.registers.queries.technologies import list_technologies_in_use as list_technologies_in_use
from tutela.web.registers.queries.technologies import list_turns as list_turns
