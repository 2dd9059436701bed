"""Jobs that run every so often, at most once at a time over all processes.

Beat ticks; each tick runs the jobs whose time has come, under a lease in the database, so that two
beats or a slow job do no harm.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from core.models import Lease

logger = logging.getLogger(__name__)

LONGEST_RUN = timedelta(minutes=10)

Job = Callable[[], object]
_jobs: dict[str, tuple[timedelta, Job]] = {}


def periodic(every: timedelta) -> Callable[[Job], Job]:
    """Registers a job to run about once per ``every``."""

    def register(job: Job) -> Job:
        _jobs[f"{job.__module__}.{job.__name__}"] = (every, job)
        return job

    return register


def tick(now: datetime | None = None) -> list[str]:
    """Runs what is due; returns the names of the jobs that ran."""
    now = now or timezone.now()
    ran = []
    for name, (every, job) in _jobs.items():
        if not _take(name, every, now):
            continue
        try:
            job()
        except Exception:
            logger.exception("Periodic job %s failed", name)
        Lease.objects.filter(name=name).update(held_until=now)
        ran.append(name)
    return ran


def _take(name: str, every: timedelta, now: datetime) -> bool:
    """Takes the lease when the last run is long enough ago and nobody else runs the job."""
    due = Lease.objects.filter(name=name, held_until__lte=now).filter(
        Q(last_run_at=None) | Q(last_run_at__lte=now - every)
    )
    if due.update(held_until=now + LONGEST_RUN, last_run_at=now):
        return True
    if Lease.objects.filter(name=name).exists():
        return False
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, held_until=now + LONGEST_RUN, last_run_at=now)
    except IntegrityError:
        return False
    return True
