"""What the pages of responsibilities ask."""

from tutela.web.responsibilities.forms.duties import GiveUp as GiveUp
from tutela.web.responsibilities.forms.duties import NameHolder as NameHolder
