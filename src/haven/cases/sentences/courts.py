"""What the timeline says of applications and hearings. `hers` None: her page says nothing."""

from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "application.prepared": Sentence("Application to {court} begun", None),
    "application.made": Sentence("Application sent to {court}, {n} requirements asked for", "Sent to the court"),
    "application.requirements_notice": Sentence("Notice of the proposed requirements given", None),
    "application.withdrawal_asked": Sentence("Asked to withdraw the application: {because}", None),
    "application.withdrawal_declined": Sentence("Application not withdrawn: it goes on", None),
    "application.withdrawal_set_aside": Sentence(
        "Withdrawal set aside: the court had decided the application before it", None
    ),
    "application.withdrawn": Sentence("Application withdrawn: {because}", "The police withdrew the application"),
    "application.determined": Sentence("Application decided: the court {words}", "The court has decided"),
    "hearing.listed": Sentence("Hearing listed at {court}, {room}", "A court date is set"),
    "hearing.vacated": Sentence("Hearing at {court} vacated", "The court date was cancelled"),
    "hearing.near": Sentence("The hearing is on {day}", "The court date is near"),
    "hearing.notice_given": Sentence("Notice of hearing: {words}", None),
    "hearing.begun": Sentence("Hearing began at {court}, {in_time}", None),
    "hearing.begun_corrected": Sentence("Time at which the hearing began corrected: {in_time}", None),
    "outcome.voided": Sentence("Outcome taken back, recorded wrongly: {words}", None),
    "hearing.adjourned": Sentence(
        "Hearing adjourned for {words}: the notice continues", "The court will decide later; the notice still stands"
    ),
}
