"""Tables of self-review."""

from tutela.web.reviews.models.files import StatementFile as StatementFile
from tutela.web.reviews.models.guests import Comment as Comment
from tutela.web.reviews.models.guests import Guest as Guest
from tutela.web.reviews.models.reviews import Answer as Answer
from tutela.web.reviews.models.reviews import Draft as Draft
from tutela.web.reviews.models.reviews import KeptMapping as KeptMapping
from tutela.web.reviews.models.reviews import PinnedFramework as PinnedFramework
from tutela.web.reviews.models.reviews import Review as Review
from tutela.web.reviews.models.reviews import origin_of as origin_of
from tutela.web.reviews.models.sharing import Certificate as Certificate
from tutela.web.reviews.models.sharing import SharedFigures as SharedFigures
