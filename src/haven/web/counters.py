"""What waits behind each item of the menu: how many, and whether somebody must act. One statement for all of them.

The menu stands on every page, so its counts are written out as SQL: composing five queries anew for each page cost more
than their answers. A test holds them equal to the same counts in the query language of the tables."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from haven.accounts.actors import Actor
from haven.accounts.policy import ROLES_FOR
from haven.cases.mirrors import DECIDING_EVENTS
from haven.cases.permissions import KNOWN, visible_sql, visible_values
from haven_law.clock import to_london

SOON = timedelta(hours=6)
UNDECIDED_LATE = timedelta(hours=24)
NOTHING = (0, False)

# Clocks of hearings that run; red when one is past or has less than six hours.
_CLOCKS = """
SELECT 'clocks' AS what, count(*) AS n, coalesce(bool_or(d.act_by < %(soon)s), false) AS act
FROM cases_deadline d JOIN cases_case c ON c.id = d.case_id
WHERE d.kind = 'hearing' AND d.closed_at IS NULL AND d.voided_at IS NULL AND d.replaced_by_id IS NULL AND {visible}
"""
# Open tasks of this person and their team; red when one of them is late.
_TASKS = """
SELECT 'tasks', count(*), coalesce(bool_or(t.due_at < %(at)s), false)
FROM cases_task t JOIN cases_case c ON c.id = t.case_id
WHERE t.done_at IS NULL AND (t.for_user_id = %(user)s OR (t.for_user_id IS NULL AND t.for_team_id = %(team)s))
  AND {visible}
"""
# Warnings that this person was told of and nobody has answered, but for cases that they may no longer know of.
_WARNINGS = """
SELECT 'warnings', count(*), count(*) > 0
FROM cases_deadlinerung r JOIN cases_deadline d ON d.id = r.deadline_id JOIN cases_case c ON c.id = d.case_id
WHERE r.acknowledged_at IS NULL AND r.escalate_at IS NOT NULL AND r.told @> %(told)s::jsonb
  AND d.closed_at IS NULL AND d.voided_at IS NULL AND d.replaced_by_id IS NULL AND {known}
"""
# Breaches on which this person could decide and nobody has; red when one has waited a day.
_BREACHES = """
SELECT 'breaches', count(*), coalesce(bool_or(b.reported_at < %(undecided)s), false)
FROM breaches_breach b JOIN cases_case c ON c.id = b.case_id
WHERE b.pursued_at IS NULL AND b.decided_not_at IS NULL AND b.voided_at IS NULL AND {visible}
"""
# What protected people have not been told; red when the time for one is over.
_UPDATES = """
SELECT 'updates', count(*), coalesce(bool_or(d.act_by < %(at)s), false)
FROM support_update u JOIN cases_case c ON c.id = u.case_id JOIN cases_deadline d ON d.id = u.clock_id
WHERE u.state <> 'closed' AND {visible}
"""
# Open feedback of the force: an inspector counts what may mean danger. Red when that is open, or something is late.
_FEEDBACK = """
SELECT 'feedback', count(*), coalesce(bool_or((f.signs <> '[]'::jsonb AND f.safe_at IS NULL)
  OR (f.read_at IS NULL AND f.read_by_day < %(today)s) OR (f.reply_by_day < %(today)s AND f.replied_at IS NULL)), false)
FROM feedback_feedbackresponse f
WHERE f.closed_at IS NULL AND f.force_id = %(force)s
  AND (%(manager)s OR (f.signs <> '[]'::jsonb AND f.safe_at IS NULL))
"""
# Somebody may need help now, and nobody has said that they act. Handlers see no case: theirs are those of their team, but
# for the cases they have a conflict with.
_HELP = """
SELECT 'help', count(*), count(*) > 0
FROM cases_task t JOIN cases_case c ON c.id = t.case_id
WHERE t.done_at IS NULL AND t.kind IN ('call_duress', 'duress_pin')
  AND (t.for_user_id = %(user)s OR (t.for_user_id IS NULL AND t.for_team_id = %(team)s))
  AND ({visible} OR (%(handler)s AND NOT EXISTS (SELECT 1 FROM cases_conflict x WHERE x.user_id = %(user)s
       AND x.lifted_at IS NULL AND (x.case_id = c.id OR x.person_id IN (c.subject_id, c.protected_id)))))
"""
# Calls that were promised and may be made now; red when the hours of one end within the hour.
_CALLBACKS = """
SELECT 'callbacks', count(*), coalesce(bool_or(k.closes_at < %(hour)s), false)
FROM line_callbacktask k JOIN cases_case c ON c.id = k.case_id
WHERE k.done_at IS NULL AND k.opens_at <= %(at)s AND c.lead_force_id = %(force)s
  AND NOT EXISTS (SELECT 1 FROM cases_restriction r WHERE r.case_id = c.id AND r.lifted_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM cases_conflict x WHERE x.user_id = %(user)s AND x.lifted_at IS NULL
                  AND (x.case_id = c.id OR x.person_id IN (c.subject_id, c.protected_id)))
"""
# Roles, ranks and codes that another administrator asked for and nobody has agreed to.
_POSTS = """
SELECT 'posts', count(*), false FROM staffing_staffact p
WHERE p.decision = '' AND p.asked_by_id <> %(user)s AND p.user_id <> %(user)s
"""
# Questions of the primary aggressor that this person may decide: as `primary_aggressor.waiting` says. Red past our time.
_COUNTER = """
SELECT 'counter', count(*), coalesce(bool_or(x.decide_by < %(at)s), false)
FROM cases_counterallegation x JOIN accounts_user u ON u.id = x.asked_by_id
WHERE x.decided_at IS NULL AND u.force_id = %(force)s AND x.asked_by_id <> %(user)s
  AND NOT EXISTS (SELECT 1 FROM cases_conflict f WHERE f.user_id = %(user)s AND f.lifted_at IS NULL
                  AND f.person_id IN (x.first_id, x.second_id))
  AND NOT EXISTS (
    SELECT 1 FROM (
      SELECT c.id FROM cases_case c
      WHERE c.subject_id IN (x.first_id, x.second_id) AND c.protected_id IN (x.first_id, x.second_id)
      UNION
      SELECT CASE WHEN m.earlier_id = c.id THEN m.later_id ELSE m.earlier_id END
      FROM cases_case c JOIN cases_mirror m ON c.id IN (m.earlier_id, m.later_id)
      WHERE c.subject_id IN (x.first_id, x.second_id) AND c.protected_id IN (x.first_id, x.second_id)
    ) k WHERE EXISTS (SELECT 1 FROM cases_caseevent e WHERE e.case_id = k.id AND e.by_key = %(key)s
                      AND e.kind = ANY(%(deciding)s))
      OR EXISTS (SELECT 1 FROM cases_conflict f WHERE f.user_id = %(user)s AND f.lifted_at IS NULL AND f.case_id = k.id))
"""
# Those of them that are past our time and that this person was told of, who may not be the one to decide.
_COUNTER_TOLD = """
SELECT 'counter_told', count(*), count(*) > 0
FROM cases_counterallegation x WHERE x.decided_at IS NULL AND x.told @> %(told)s::jsonb
"""
# Each with the operation without which nobody is shown its count.
STATEMENTS = {
    "clocks": (_CLOCKS, "see_board"),
    "tasks": (_TASKS, "do_task"),
    "counter": (_COUNTER, "decide_notice"),
    "counter_told": (_COUNTER_TOLD, "hold_duty"),
    "warnings": (_WARNINGS, "hold_duty"),
    "breaches": (_BREACHES, "decide_breach"),
    "updates": (_UPDATES, "tell_protected"),
    "feedback": (_FEEDBACK, "handle_feedback_alert"),
    "help": (_HELP, "answer_help"),
    "callbacks": (_CALLBACKS, "take_call"),
    "posts": (_POSTS, "agree_post"),
}


def counts(who: Actor, at: datetime, names: Iterable[str] = STATEMENTS) -> dict[str, tuple[int, bool]]:
    """How many wait under each name, and whether somebody must act now. What a role does not count is nothing."""
    asked = [STATEMENTS[name][0] for name in names if who.roles & set(ROLES_FOR[STATEMENTS[name][1]])]
    if not asked:
        return dict.fromkeys(names, NOTHING)
    statement = " UNION ALL ".join(asked).format(visible=visible_sql(who), known=KNOWN)
    values: dict[str, Any] = visible_values(who, at) | {
        "team": who.team_id,
        "soon": at + SOON,
        "undecided": at - UNDECIDED_LATE,
        "today": to_london(at).date(),
        "force": who.force_id,
        "manager": "feedback_manager" in who.roles,
        "hour": at + timedelta(hours=1),
        "handler": "call_handler" in who.roles,
        "key": f"user:{who.user_id}",
        "deciding": list(DECIDING_EVENTS),
        "told": f'[{{"user": {who.user_id}}}]',
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = {what: (n, act) for what, n, act in cursor.fetchall()}
    return {name: found.get(name, NOTHING) for name in names}
