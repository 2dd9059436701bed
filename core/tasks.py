"""Celery's doors: they wake the outbox and the periodic jobs, and hold no logic."""

from celery import shared_task

from core import outbox, periodic


@shared_task(ignore_result=True)
def work_outbox(pk: int) -> None:
    outbox.work(pk)


@shared_task(ignore_result=True)
def tick() -> None:
    outbox.run_due()
    periodic.tick()
