"""Where a response stands, from what was done with it. Never stored."""

from __future__ import annotations

from datetime import date

from haven.feedback.models import FeedbackResponse

NEW, READ, ACTION, REPLIED, CLOSED = "new", "read", "action", "replied", "closed"
WORDS = {NEW: "New", READ: "Read", ACTION: "Action", REPLIED: "Replied", CLOSED: "Closed"}


def status(row: FeedbackResponse) -> str:
    """New, read, action, replied or closed: the furthest that it came."""
    if row.closed_at is not None:
        return CLOSED
    if row.replied_at is not None:
        return REPLIED
    if row.action_id is not None:
        return ACTION
    return READ if row.read_at is not None else NEW


def is_alert(row: FeedbackResponse) -> bool:
    """Somebody must still see that she is safe."""
    return bool(row.signs) and row.safe_at is None


def is_late(row: FeedbackResponse, today: date) -> bool:
    """Not read, or not replied to, by the day that was promised."""
    if row.closed_at is not None:
        return False
    unread = row.read_at is None and today > row.read_by_day
    unanswered = row.reply_by_day is not None and row.replied_at is None and today > row.reply_by_day
    return unread or unanswered
