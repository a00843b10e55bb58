"""What the timeline says of notification, supervised requirements, signing on, checks. `hers` None: her page says nothing."""

from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "notification.due": Sentence("Subject must tell the police by {by}: {what}", None),
    "notification.revived": Sentence("Subject must notify again by {by}: {what}", None),
    "notification.changed": Sentence("Change that must be notified, on {day}: {what}", None),
    "notification.given": Sentence("Subject notified the police at {station}, {late}", None),
    "notification.identity_refused": Sentence("Subject refused what was asked for at the station: {what}", None),
    "notification.sealed_home": Sentence("What was told as the home must be looked at: see the task", None),
    "notification.suspended": Sentence("Duty to notify is off while another one runs: {what}", None),
    "notification.exempted": Sentence("Subject notifies under another Act from {day}: {regime}", None),
    "notification.exemption_ended": Sentence("Other duty to notify ended on {day}: {regime}", None),
    "notification.overdue": Sentence("Not notified by {by}: {what}", None, "breach"),
    "supervision.evidence": Sentence("Evidence of {who} on suitability and enforceability kept: {what}", None),
    "supervision.begun": Sentence("{who} supervises clause {clause} of {order}", None),
    "supervision.access_given": Sentence("{who} may sign in for clause {clause} of {order}", None),
    "supervision.access_ended": Sentence("{who} may no longer sign in for clause {clause} of {order}", None),
    "supervision.reported": Sentence("{who} reported on clause {clause} of {order}: {says}", None, "told"),
    "supervision.reminded": Sentence("{who} asked for a report on clause {clause} of {order}, {how}", None, "told"),
    "supervision.ended": Sentence("Clause {clause} of {order} is not supervised any more", None),
    "sign_on.recorded": Sentence("Subject signed on at {station} for {day} (clause {clause})", None, "told"),
    "sign_on.missed": Sentence("Subject did not sign on for {day} (clause {clause})", None, "breach"),
    "check.planned": Sentence("Check planned every {days} days: {what}", None),
    "check.stopped": Sentence("Check no longer planned: {what}", None),
    "check.done": Sentence("Check made: {what}. {result}", None, "told"),
    "marker.placed": Sentence("Marker of {order} placed on the national computer", None, "told"),
    "marker.removed": Sentence("Marker of {order} taken off the national computer", None, "told"),
}
