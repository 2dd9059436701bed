"""How often may somebody do this? Counted in the database, so that parallel calls all count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from core.models import RateWindow


def hit(key: str, limit: int, per: timedelta) -> bool:
    """Counts one use of ``key``; True while at most ``limit`` uses fell into this window."""
    seconds = int(per.total_seconds())
    start = datetime.fromtimestamp(int(timezone.now().timestamp()) // seconds * seconds, tz=UTC)
    window = RateWindow.objects.filter(key=key, starts_at=start)
    if not window.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                RateWindow.objects.create(key=key, starts_at=start, count=1)
        except IntegrityError:
            window.update(count=F("count") + 1)
    return window.values_list("count", flat=True).get() <= limit


def forget_old(older_than: timedelta = timedelta(days=2)) -> int:
    """Deletes windows that nobody asks about any more; how many."""
    return RateWindow.objects.filter(starts_at__lt=timezone.now() - older_than).delete()[0]
