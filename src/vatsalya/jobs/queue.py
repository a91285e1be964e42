"""A thin layer over Procrastinate: durable jobs in our own database, in the act's own transaction."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.clock import now

#: Tried again after 30 s, 1 min, 2 min …; after the last try the job stays on a desk as failed.
RETRY = RetryStrategy(max_attempts=8, exponential_wait=30)


def every(cron: str, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a duty of the machine that runs by the clock; runs once even with two workers.

    `cron` has six parts, the last for seconds. The duty gets the instant `at`.
    """

    def take(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(timestamp: int) -> None:
            with transaction.atomic():
                session.bind(machine(name), act=name)
                function(at=now())

        run.__name__ = function.__name__
        run.__module__ = function.__module__
        task = app.task(name=name, queueing_lock=name, lock=name, queue="clock")(run)
        return app.periodic(cron=cron, periodic_id=name)(task)

    return take


def duty(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a job that an act asks for; it is given ids only and runs as the named machine duty."""

    def take(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(**ids: Any) -> None:
            with transaction.atomic():
                session.bind(machine(name), act=name)
                function(at=now(), **ids)

        run.__name__ = function.__name__
        run.__module__ = function.__module__
        return app.task(name=name, retry=RETRY, queue="acts")(run)

    return take


def defer(name: str, **ids: Any) -> None:
    """Ask for a job in this transaction; it exists only if the act does."""
    app.configure_task(name).defer(**ids)
