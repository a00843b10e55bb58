"""`haven work`: one worker, until it is told to stop. Any number of them may run, on any number of machines."""

import asyncio
import contextlib
import logging
import signal
import threading
import time

from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

logger = logging.getLogger(__name__)

# Two jobs at a time: the watch must not wait behind a long list of followers.
CONCURRENCY = 2
# A job that is running when the worker is told to stop has this long to end. What it did not commit is done again.
GRACE_SECONDS = 20.0
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 30.0
SIGNALS = (signal.SIGTERM, signal.SIGINT)


def work() -> None:
    """Run a worker until SIGTERM or SIGINT; the job that is running is let finish. A worker that loses the database
    tries again, with longer and longer waits: the alarm on every staff page says meanwhile that nobody watches."""
    stopping = threading.Event()
    wait = FIRST_WAIT_SECONDS
    while not stopping.is_set():
        for number in SIGNALS:
            signal.signal(number, lambda *_: stopping.set())
        began = time.monotonic()
        _run_once(stopping)
        if time.monotonic() - began > LONGEST_WAIT_SECONDS:
            wait = FIRST_WAIT_SECONDS
        stopping.wait(wait)
        wait = min(wait * 2, LONGEST_WAIT_SECONDS)


def _run_once(stopping: threading.Event) -> None:
    try:
        asyncio.run(_run(stopping))
    except Exception as problem:  # noqa: BLE001  whatever stopped it, a worker that was not asked to stop starts again
        logger.error("The worker stopped: %s. It will start again.", type(problem).__name__)
    finally:
        connections.close_all()


async def _run(stopping: threading.Event) -> None:
    with contextlib.ExitStack() as stack:
        if isinstance(app.connector, DjangoConnector):
            stack.enter_context(app.replace_connector(app.connector.get_worker_connector()))
        async with app.open_async():
            await _worker(stopping)


async def _worker(stopping: threading.Event) -> None:
    """One worker. Cancelling it makes it fetch no more and wait for what runs; that end is no fault."""
    worker = asyncio.create_task(
        app.run_worker_async(
            name="haven",
            concurrency=CONCURRENCY,
            delete_jobs="successful",
            shutdown_graceful_timeout=GRACE_SECONDS,
            install_signal_handlers=False,
        )
    )

    def stop() -> None:
        stopping.set()
        worker.cancel()

    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop)
    if stopping.is_set():
        worker.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await worker
