"""The loops of a worker as periodic tasks. Each looks at what is due now, so that a run that never came is made up by the
next, and each may run on any number of workers at once: no task holds a lock that a dead worker would keep."""

import logging
import threading

from django.core.management import call_command
from django.utils import timezone
from procrastinate import jobs
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from haven.cases.operations.drafts import discard_expired_drafts
from haven.cases.operations.staff_directory import look_at_every_case
from haven.compliance.operations.checks import settle_checks
from haven.compliance.operations.recompute_supervision import settle_supervision
from haven.compliance.operations.settle_notification import settle_notification
from haven.compliance.operations.sign_on import settle_sign_ons
from haven.compliance.operations.take_posts import take_posts
from haven.evidence.operations.check_upload import check_next
from haven.evidence.operations.clean_incoming import clean_incoming
from haven.evidence.operations.make_pack import make_next_pack
from haven.feedback.operations.receive import take_feedback
from haven.feedback.queries import forget_tries
from haven.jobs.react import react
from haven.jobs.send_due import send_due
from haven.jobs.take_her_posts import forget_begun, take_her_posts
from haven.jobs.watch_deadlines import watch
from haven.lawkeeping.watching import watch_law
from haven.line.operations.callbacks import tend_callbacks
from haven.line.operations.show_to_line import show_to_line
from haven.line.operations.take_steps import take_steps
from haven.orders.operations.end_order import settle_ended_orders
from haven.register.nightly import tend_register
from haven.support.operations.remind import hearings_near, plans_to_ask_again
from haven.support.operations.see_tries import see_tries
from haven.supporters.operations.take_posts import take_worker_posts

logger = logging.getLogger(__name__)

# A worker that has not been heard of for this long is dead, and what it was doing is done again.
DEAD_AFTER_SECONDS = 30
KEEP_JOBS_HOURS = 72
# Held by the one thread of this process that looks into files.
looking = threading.Lock()
EVERY_MINUTE, EVERY_FIVE_SECONDS, EACH_NIGHT = "* * * * *", "* * * * * */5", "17 3 * * *"


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="watch_deadlines", queueing_lock="watch_deadlines", priority=10)
def watch_deadlines(timestamp: int) -> None:
    """Warn of every deadline that is due."""
    watch(timezone.now())


@app.periodic(cron=EVERY_FIVE_SECONDS)
@app.task(name="react_to_events", queueing_lock="react_to_events")
def react_to_events(timestamp: int) -> None:
    """Run what follows from events."""
    react(timezone.now())


@app.periodic(cron=EVERY_FIVE_SECONDS)
@app.task(name="send_due", queueing_lock="send_due")
def send_due_messages(timestamp: int) -> None:
    """Let what is due leave, and see to tries to prove who somebody is."""
    see_tries(timezone.now())
    send_due(timezone.now())


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="watch_law", queueing_lock="watch_law")
def watch_dated_law(timestamp: int) -> None:
    """Raise the alarm of what runs out in the law's dated rows, and bring older clocks to today's calendar."""
    watch_law(timezone.now())


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="settle_orders", queueing_lock="settle_orders")
def settle_orders(timestamp: int) -> None:
    """Write down which orders ended by the passing of time, and let those that waited for them take effect."""
    settle_ended_orders(timezone.now())


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="remind", queueing_lock="remind")
def remind(timestamp: int) -> None:
    """Court dates that are near become news, and plans that are too old are asked about again."""
    now = timezone.now()
    hearings_near(now)
    plans_to_ask_again(now)


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="settle_compliance", queueing_lock="settle_compliance")
def settle_compliance(timestamp: int) -> None:
    """Write down what was not notified in time, who did not sign on, what is supervised no more, which checks are due."""
    now = timezone.now()
    settle_notification(now)
    settle_supervision(now)
    settle_sign_ons(now)
    settle_checks(now)


@app.periodic(cron=EVERY_FIVE_SECONDS)
@app.task(name="take_supervisor_posts", queueing_lock="take_supervisor_posts")
def take_supervisor_posts(timestamp: int) -> None:
    """Record what responsible persons sent on the public host."""
    take_posts(timezone.now())


@app.periodic(cron=EVERY_FIVE_SECONDS)
@app.task(name="take_line_steps", queueing_lock="take_line_steps")
def take_line_steps(timestamp: int) -> None:
    """See to what callers did on the phone line."""
    take_steps(timezone.now())


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="tend_line", queueing_lock="tend_line")
def tend_line(timestamp: int) -> None:
    """Say anew what the automated line may tell, and give to a person the calls that were promised and not made."""
    show_to_line(timezone.now())
    tend_callbacks(timezone.now())


@app.periodic(cron=EVERY_FIVE_SECONDS)
@app.task(name="take_her_posts", queueing_lock="take_her_posts")
def take_posts_of_protected_people(timestamp: int) -> None:
    """Record what protected people and friends who help them sent on the public host."""
    take_her_posts(timezone.now())


@app.periodic(cron=EVERY_FIVE_SECONDS)
@app.task(name="take_feedback", queueing_lock="take_feedback")
def take_feedback_posts(timestamp: int) -> None:
    """Keep what people answered on the public host."""
    take_feedback(timezone.now())


@app.periodic(cron=EACH_NIGHT)
@app.task(name="forget_feedback_tries", queueing_lock="forget_feedback_tries")
def forget_feedback_tries(timestamp: int) -> None:
    """Remove tries of wrong codes: they only counted for an hour."""
    forget_tries(timezone.now())


@app.periodic(cron=EVERY_FIVE_SECONDS)
@app.task(name="take_worker_posts", queueing_lock="take_worker_posts")
def take_posts_of_workers(timestamp: int) -> None:
    """Record what workers of support organisations sent on the public host."""
    take_worker_posts(timezone.now())


@app.periodic(cron=EVERY_FIVE_SECONDS)
@app.task(name="check_evidence", queueing_lock="check_evidence")
def check_evidence(timestamp: int) -> None:
    """Look into what came into quarantine, and make the packs that were asked for. One worker does one at a time, so
    that a long one never holds up the clock watch."""
    if not looking.acquire(blocking=False):
        return
    try:
        while check_next(timezone.now()) or make_next_pack(timezone.now()):
            pass
    finally:
        looking.release()


@app.periodic(cron=EACH_NIGHT)
@app.task(name="clean_evidence", queueing_lock="clean_evidence")
def clean_evidence(timestamp: int) -> None:
    """Remove the parts of files that nobody went on sending."""
    clean_incoming(timezone.now())


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="take_over", queueing_lock="take_over", pass_context=True)
async def take_over(context: JobContext, timestamp: int) -> None:
    """Put back what a dead worker was doing. A periodic task is not put back: its next run does the same work."""
    manager = context.app.job_manager
    periodic = {task.task.name for task in context.app.periodic_registry.periodic_tasks.values()}
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
        if job.task_name in periodic and job.id is not None:
            await manager.finish_job_by_id_async(job_id=job.id, status=jobs.Status.FAILED, delete_job=True)
        else:
            await manager.retry_job(job)
        logger.warning("Took over the job %s of a worker that died", job.task_name)
    await manager.prune_stalled_workers(DEAD_AFTER_SECONDS)


@app.periodic(cron=EACH_NIGHT)
@app.task(name="clean_up", queueing_lock="clean_up", pass_context=True)
async def clean_up(context: JobContext, timestamp: int) -> None:
    """Remove jobs that ended days ago. What they did is in the tables of the cases."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron=EACH_NIGHT)
@app.task(name="tend_register", queueing_lock="tend_register")
def tend_the_register(timestamp: int) -> None:
    """Count how rare names are, suggest who may be one person, and forget old changes."""
    tend_register(timezone.now())


@app.periodic(cron=EACH_NIGHT)
@app.task(name="look_for_staff", queueing_lock="look_for_staff")
def look_for_staff(timestamp: int) -> None:
    """Look whether somebody in an open case may be a member of staff: names change after a case is opened."""
    look_at_every_case(timezone.now())


@app.periodic(cron=EACH_NIGHT)
@app.task(name="clear_sessions", queueing_lock="clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Remove sign-ins that ran out."""
    call_command("clearsessions")


@app.periodic(cron=EACH_NIGHT)
@app.task(name="discard_old_drafts", queueing_lock="discard_old_drafts")
def discard_old_drafts(timestamp: int) -> None:
    """Empty what somebody began and did not send, once its time is over."""
    discard_expired_drafts(at=timezone.now())
    forget_begun(timezone.now())
