"""The only writes of worries, by noun."""

from tutela.web.worries.operations.chasing import chase as chase
from tutela.web.worries.operations.sending import send as send
from tutela.web.worries.operations.sending import send_known as send_known
from tutela.web.worries.operations.talking import NoSuchReceipt as NoSuchReceipt
from tutela.web.worries.operations.talking import answer as answer
from tutela.web.worries.operations.talking import come_back as come_back
from tutela.web.worries.operations.talking import write_more as write_more
from tutela.web.worries.operations.unfinished import begin as begin
from tutela.web.worries.operations.unfinished import drop_expired as drop_expired
from tutela.web.worries.operations.unfinished import finish as finish
from tutela.web.worries.operations.unfinished import keep as keep
