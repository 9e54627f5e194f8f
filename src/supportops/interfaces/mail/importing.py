"""Archives into the desk: kept in large transactions, then received; what is there already is left alone, so it can be run again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.conf import settings
from django.db import transaction

from supportops.actions import intake
from supportops.core.email.fingerprint import fingerprint
from supportops.interfaces import clock
from supportops.models import InboundItem, Mailbox

BATCH = 500  # messages a transaction
CLAIM = 200


def take_in(mailbox: Mailbox, mails: Iterable[tuple[bytes, int]], *, quiet: bool) -> Iterator[tuple[Counter[str], int]]:
    """Batch by batch: what became of the messages, and how many bytes of the files they took."""
    mails = iter(mails)
    while batch := list(islice(mails, BATCH)):
        kept, counts = _keep([raw for raw, _ in batch], mailbox, quiet=quiet)
        _receive()
        counts += Counter(InboundItem.objects.filter(pk__in=kept).values_list("outcome", flat=True))
        yield counts, sum(taken for _, taken in batch)


def _keep(raws: Sequence[bytes], mailbox: Mailbox, *, quiet: bool) -> tuple[list[int], Counter[str]]:
    small = [raw for raw in raws if len(raw) <= settings.SUPPORTOPS_MAX_MAIL]
    fresh = {fingerprint(raw): raw for raw in small}
    for known in InboundItem.objects.filter(mailbox=mailbox, fingerprint__in=fresh).values_list("fingerprint", flat=True):
        fresh.pop(known, None)
    with transaction.atomic():
        kept = [intake.keep(mailbox, raw, source="import", at=clock.now(), quiet=quiet).pk for raw in fresh.values()]
    return kept, Counter({"too large": len(raws) - len(small), "known before": len(small) - len(fresh)})


def _receive() -> None:
    """Everything that waits. What fails is put back, and the worker tries it again later."""
    while items := intake.claim(clock.now(), CLAIM):
        intake.receive(items, clock.now())
