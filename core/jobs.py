"""Housekeeping of the machinery."""

from datetime import timedelta

from django.utils import timezone

from core import api_log, limits
from core.models import OutboxEntry
from core.periodic import periodic

KEEP_DONE_WORK = timedelta(days=14)


@periodic(timedelta(hours=6))
def forget_finished_work() -> None:
    OutboxEntry.objects.filter(done_at__lt=timezone.now() - KEEP_DONE_WORK).delete()
    limits.forget_old()
    api_log.purge_api_calls()
