"""The only writes to exhibits, split by noun."""

from tutela.web.exhibits.operations.copying import make_copy as make_copy
from tutela.web.exhibits.operations.destroying import approve_destruction as approve_destruction
from tutela.web.exhibits.operations.destroying import ask_destruction as ask_destruction
from tutela.web.exhibits.operations.destroying import finish_destruction as finish_destruction
from tutela.web.exhibits.operations.exporting import export_exhibits as export_exhibits
from tutela.web.exhibits.operations.locking import lock_exhibit as lock_exhibit
from tutela.web.exhibits.operations.locking import note_not_kept as note_not_kept
from tutela.web.exhibits.operations.opening import Opened as Opened
from tutela.web.exhibits.operations.opening import check_whole as check_whole
from tutela.web.exhibits.operations.opening import hand_over as hand_over
from tutela.web.exhibits.operations.opening import open_exhibit as open_exhibit
from tutela.web.exhibits.operations.receiving import receive as receive
from tutela.web.exhibits.operations.recording import keep_web_records as keep_web_records
from tutela.web.exhibits.operations.scanning import note_verdict as note_verdict
from tutela.web.exhibits.operations.sending import send_exhibits as send_exhibits
