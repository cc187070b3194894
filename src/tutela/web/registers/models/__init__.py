"""Tables of the registers, by noun."""

from tutela.web.registers.models.contracts import Contract as Contract
from tutela.web.registers.models.contracts import ContractClause as ContractClause
from tutela.web.registers.models.data_assets import DataAsset as DataAsset
from tutela.web.registers.models.guidance import Guidance as Guidance
from tutela.web.registers.models.guidance import GuidanceCheck as GuidanceCheck
from tutela.web.registers.models.guidance import GuidanceVersion as GuidanceVersion
from tutela.web.registers.models.resources import Resource as Resource
from tutela.web.registers.models.resources import ResourceTurn as ResourceTurn
from tutela.web.registers.models.risks import Foresight as Foresight
from tutela.web.registers.models.risks import ForesightLook as ForesightLook
from tutela.web.registers.models.risks import Risk as Risk
from tutela.web.registers.models.risks import RiskControl as RiskControl
from tutela.web.registers.models.technologies import Technology as Technology
from tutela.web.registers.models.technologies import TechnologyTurn as TechnologyTurn
