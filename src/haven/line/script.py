"""What a handler says, word for word, and what is read aloud of each kind of news. Nothing in it has a place for where
somebody is, for children, or for anybody's number."""

from __future__ import annotations

from collections.abc import Mapping

HELLO = "Hello, updates line, my name is {name}. Are you somewhere you can talk?"
# The same sentence whatever the reason: no such card, the wrong words, words for danger, a case kept from the handler.
NO_UPDATE = (
    "There is no update that I can give on this line. If you have a card from us, somebody can ring you in the hours that were "
    "agreed. If you are in danger now, hang up and call 999."
)
CANNOT_TALK = "You have the wrong number, I am afraid. Goodbye."
BOOKED = "If the card is one of ours, somebody will ring in the hours that were agreed, and at no other time."
GOODBYE = "Thank you for ringing. Goodbye."

NEVER_PROOF = "A date of birth, an address, children's names, a crime number, an order's number, the number that rings"
NEVER_SAID = (
    "where anybody lives, works or goes to school, and where a hearing is",
    "who reported, who was spoken to, what anybody else said",
    "anything about children",
    "telephone numbers, e-mail addresses, the number of the card, the phrase or the PIN",
    "whether other people have rung",
)

# Kind of news -> what is read aloud, after proof.
READ: Mapping[str, str] = {
    "notice_given": "The notice was given to them. They must follow it now.",
    "court_date": "A court date is set.",
    "court_date_off": "The court date that was set no longer stands. We will tell you of a new one.",
    "court_soon": "The court date is near.",
    "court_later": "The court will decide later. The notice still stands.",
    "no_order": "The court made no order, and the notice has ended.",
    "application_withdrawn": "The application was withdrawn, and the notice has ended.",
    "order_made": "The court made an order.",
    "order_given": "The order was given to them. They must follow it.",
    "order_begun": "The order is now in force.",
    "order_changed": "What the order says has changed. Somebody will go through it with you.",
    "tag_fitted": "The tag is fitted to them.",
    "tag_not_fitted": "The tag is not fitted to them yet. Somebody is seeing to it. The order holds all the same.",
    "tag_failed": "The tag is not working as it should. Somebody is seeing to it. The order holds all the same.",
    "tag_off": "The tag is off. The order holds all the same. If you do not feel safe, say so now, or call 999.",
    "order_ending": "The order ends soon. You can ask us what can be done.",
    "order_ended": "The order has ended.",
    "order_goes_on": "The order did not end after all. It still stands, and they must follow it.",
    "order_in_error": "There is no such order: it was recorded by mistake. Somebody will go through with you what protects you.",
    "given_otherwise": "The order was given to them at another time than we said. You can ask us when.",
    "notice_goes_on": "The notice did not end after all. It still stands, and they must follow it.",
    "court_date_wrong": "The court date that we told you of was wrong. You can ask us what the court decided.",
    "subject_alive": "The person whom it is against has not died, as was told. If you do not feel safe, say so now, or call 999.",
    "subject_died": "The person whom it is against has died. Somebody will speak to you about it when you want.",
    "breach_looked_at": "We are looking at what was reported.",
    "breach_acted_on": "We are acting on what was reported.",
    "breach_not_taken": "What was reported is not taken further. You can ask why, and ask for that to be looked at again.",
    "arrested": "They were arrested.",
    "released": "They are no longer held. If you do not feel safe, say so now, or call 999.",
    "warrant": "A court has ordered their arrest.",
    "charged": "They were charged.",
    "no_charge": "They were not charged. You can ask why, and ask for that to be looked at again.",
    "court_result": "The court has decided about what was reported. Somebody will go through it with you.",
}
