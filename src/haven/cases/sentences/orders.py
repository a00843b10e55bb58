"""What the timeline says of orders. `hers` None: her page says nothing."""

from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "order.made": Sentence("Order {order} made by {court}, {n} requirements", "The court made an order"),
    "order.took_effect": Sentence("Order took effect", "The order is now in force"),
    "order.service_attempted": Sentence("Order not served: {words}", None, "told"),
    "order.served": Sentence("Order served: {words}", "Given to them"),
    "order.awareness": Sentence("Subject knew of the order: {words}", None),
    "order.varied": Sentence("Order varied: {words}", "What it says has changed"),
    "order.corrected": Sentence("Order corrected by the court: {words}", None),
    "order.reviewed": Sentence("Order reviewed: {words}", None, "told"),
    "order.end_asked": Sentence("Asked to record the event that ends the order", None),
    "order.end_declined": Sentence("Event not confirmed: the order goes on", None),
    "order.ending": Sentence("Order {order} ends on {day}", "Your order ends on {day}"),
    "order.ended": Sentence("Order ended: {words}", "The order has ended"),
    "order.goes_on": Sentence(
        "End of the order taken back ({words}): a court put it elsewhere before it",
        "The order did not end: it still stands",
    ),
    "order.end_voided": Sentence("End of the order taken back: {words}", None),
    "order.entered_in_error": Sentence(
        "Order {order} was entered in error: there is no such order", "The order we told you of was not made"
    ),
    "order.service_corrected": Sentence("Time of service of the order corrected, version {version}", None),
    "order.awareness_corrected": Sentence("When the subject knew of the order corrected, version {version}", None),
    "subject.death_corrected": Sentence("Record of the death corrected: {words}", None),
    "order.effect_taken_back": Sentence("Order had not taken effect: it waits again", None),
    "subject.died": Sentence("Death of the subject recorded", None),
    "subject.imprisoned": Sentence("Subject in prison", None),
    "subject.removal": Sentence("Removal of the subject from the country recorded", None),
}
