"""What officers, inspectors, the unit and the court wrote, in words that are invented. Grounds are written for the
subject: no place and nobody who told."""

from datetime import datetime

from haven_law.clock import in_words, to_london

BEHAVIOURS = (
    "controlling_or_coercive",
    "economic",
    "physical_or_sexual",
    "psychological_emotional_or_other",
    "violent_or_threatening",
)
_STORIES = (
    (
        "Pushed them against a door and said that they would never be rid of them. A chair was broken. Two earlier calls "
        "this month for shouting and threats.",
        "you pushed them against a door, broke a chair and threatened them",
    ),
    (
        "Held their telephone for days, read every message and decided whom they might see. When they asked for it back a "
        "plate was thrown.",
        "you kept their telephone from them, controlled whom they could see and threw a plate at them",
    ),
    (
        "Waited outside work on four days in two weeks, followed the bus home and sent more than sixty messages in one "
        "night.",
        "you waited for them, followed them and sent them more than sixty messages in one night",
    ),
    (
        "Came at night in drink, demanded money and would not leave. Said that the windows would be next. This is the third "
        "time since the summer.",
        "you came at night, demanded money, would not leave and threatened to break the windows",
    ),
    (
        "Took the wages from the joint account for the second month, gave out five pounds a day and shouted when the "
        "receipts were not there.",
        "you took their wages, gave them a few pounds a day and shouted at them about receipts",
    ),
    (
        "Posted pictures that were private and told relatives in a group chat what would happen to them if they went back "
        "to court.",
        "you posted private pictures of them and threatened them to their relatives",
    ),
    (
        "Grabbed them by the arm in front of the children and locked the door. They reached a neighbour through the "
        "garden. A bruise is photographed.",
        "you took hold of them by the arm in front of children, and locked them in",
    ),
    (
        "Said many times that they would kill the cat and then themselves if the lock was changed. Slept in the car "
        "outside for three nights.",
        "you threatened to harm a pet and yourself, and stayed outside for three nights",
    ),
)
ACCOUNTS = len(_STORIES)


def account(n: int) -> str:
    return _STORIES[n][0]


def grounds(n: int, at: datetime) -> str:
    return f"On or before {in_words(to_london(at).date())} {_STORIES[n][1]}."


NECESSITY = (
    "They will be in the same place again tonight, and nothing else keeps them apart. Bail conditions are not available "
    "or end within hours."
)
DECISION = (
    "I have read the account and the risk record. The abuse is made out on reasonable grounds, and without a notice the "
    "protected person would be in reach again within hours. The terms ask no more than that needs."
)
QUESTION = "Is the tenancy in both names, and did you ask the subject where they could stay tonight?"
APPLICATION = (
    "The notice was given after abuse that is set out in the statement. The risk goes on: the two know each other's "
    "habits, and the subject has said that they will return. An order is needed when the notice ends."
)
REASONS = {
    "made": "The court found on the balance of probabilities that there was abuse, and that an order with these "
    "requirements is necessary and proportionate to protect the protected person.",
    "refused": "The court was not satisfied on the balance of probabilities of the abuse that was alleged, and made no "
    "order.",
    "withdrawn": "The applicant withdrew the application in court. The court made no order.",
    "adjourned": "The court adjourned so that the matter can be decided on full evidence. The notice continues.",
}
WITHDRAWAL = "The subject has been charged, and bail conditions of the court now cover what the notice covered."
EFFORTS = "Called at the last known address twice, rang the number on file and left word with the front desk."
VARIED = "The court varied the order after hearing both: the subject must also tell the police of a new relationship."
DISCHARGED = "The court discharged the order: the two no longer live in the same country, and both asked for it."
RESTRICTED = "The subject works in the police. Colleagues must not be able to look."
DESK = "Professional Standards desk, 020 7946 0123"
COUNTER = "Says that the other is the one who hits, and shows a scratch on the hand. Two accounts; both sober."
BREACHES = (
    ("Came to the front door and rang for ten minutes.", (2, 3)),
    ("Sent nineteen messages in one evening.", (2,)),
    ("Waited by the gate after work.", (3, 2)),
    ("Rang from a number that was not known, and shouted.", (2, 1)),
    ("Was seen in the garden at night.", (3,)),
    ("Asked a cousin to pass on a threat.", (2, 1)),
)
NOT_PURSUED = "The witness does not wish to go on, the camera shows nobody, and no other line of enquiry is left."
EXCUSE = "Says that the bus goes no other way."
COURT = "Croydon Magistrates' Court"
PROOF = "Recorded in the unit's log"
STREET, POSTCODE = "Larkspur Close", "CR0 1VV"
SUPERVISION = {
    "in_progress": "Comes to the sessions and takes part.",
    "failed": "Two sessions were missed without a word, and nobody answered the telephone.",
}
