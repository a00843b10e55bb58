"""Who may do what: one table, one pure function. First refusal wins (safety and security, section 5)."""

from dataclasses import dataclass
from dataclasses import field as field_of

from haven.accounts.actors import Actor
from haven_law.findings import Decision, Finding

POLICE = ("response_officer", "sergeant", "authorising_inspector", "orders_unit", "police_lawyer")
BUILDERS = ("orders_unit", "police_lawyer")

# operation -> the roles that may do it. A reader checks this against the access matrix line by line.
ROLES_FOR: dict[str, tuple[str, ...]] = {
    "check_at_door": POLICE + ("professional_standards",),
    "open_address_checks": ("sergeant", "authorising_inspector", "professional_standards"),
    "decide_same_person": ("sergeant", "authorising_inspector", "orders_unit"),
    "open_case": ("response_officer", "sergeant", "orders_unit"),
    "see_case": POLICE + ("court_user", "professional_standards"),
    "see_account": (
        "response_officer",
        "sergeant",
        "authorising_inspector",
        "orders_unit",
        "police_lawyer",
        "court_user",
    ),
    "see_safe_contact": ("response_officer", "sergeant", "authorising_inspector", "orders_unit", "police_lawyer"),
    "see_names": POLICE + ("court_user", "professional_standards"),
    "search_register": POLICE + ("court_user", "professional_standards"),
    "see_board": ("sergeant", "authorising_inspector", "orders_unit", "police_lawyer", "court_user"),
    "see_hearings": ("orders_unit", "police_lawyer", "court_user"),
    "see_breaches": POLICE + ("professional_standards",),
    "see_figures": POLICE + ("professional_standards", "auditor", "analyst"),
    "propose_notice": ("response_officer", "sergeant", "orders_unit"),
    "decide_notice": ("authorising_inspector",),
    "withdraw_authority": ("authorising_inspector",),
    "serve_notice": ("response_officer", "sergeant", "orders_unit", "authorising_inspector"),
    "correct_service": ("sergeant", "authorising_inspector", "orders_unit"),
    "report_wrong_person": POLICE + ("court_user",),
    "hold_notice_void": ("police_lawyer", "court_user"),
    "agree_notice_void": ("authorising_inspector", "police_lawyer", "court_user"),
    "record_case_facts": ("response_officer", "sergeant", "orders_unit"),
    "correct_person": ("response_officer", "sergeant", "orders_unit"),
    "decide_person_correction": ("sergeant", "authorising_inspector", "orders_unit"),
    # Who responds and who decides open a sealed value only by breaking glass, which is not built: then a second person of
    # these two roles does it with them.
    "reveal_place": ("orders_unit", "professional_standards"),
    "read_for_task": ("response_officer", "sergeant", "authorising_inspector", "orders_unit"),
    "do_task": (*POLICE, "professional_standards"),
    "agree_safe_contact": ("response_officer", "sergeant", "orders_unit"),
    "tell_protected": POLICE,
    "take_call": ("call_handler", "orders_unit"),
    "answer_help": (*POLICE, "call_handler", "professional_standards"),
    "keep_consents": ("response_officer", "sergeant", "orders_unit"),
    "answer_asked": ("response_officer", "sergeant", "orders_unit"),
    "see_unrecorded": POLICE,
    "give_card": ("response_officer", "sergeant", "orders_unit"),
    "manage_support_workers": ("orders_unit",),
    "see_leaflets": (*POLICE, "call_handler", "feedback_manager", "administrator"),
    "give_leaflet": ("response_officer", "sergeant", "orders_unit"),
    "publish_leaflet": ("administrator",),
    "invite_feedback": ("response_officer", "sergeant", "orders_unit"),
    "enter_feedback": ("call_handler", "feedback_manager"),
    "triage_feedback": ("feedback_manager",),
    "handle_feedback_alert": ("feedback_manager", "authorising_inspector"),
    "see_feedback_figures": ("feedback_manager", "analyst", "auditor"),
    "prepare_application": BUILDERS,
    "send_application": BUILDERS,
    "withdraw_application": ("orders_unit", "authorising_inspector", "police_lawyer"),
    "list_hearing": BUILDERS + ("court_user",),
    "give_hearing_notice": ("response_officer", "sergeant", "orders_unit"),
    "record_outcome": ("court_user",),
    "correct_begun": ("police_lawyer", "court_user"),
    "void_outcome": ("police_lawyer", "court_user"),
    "correct_order_service": ("sergeant", "authorising_inspector", "orders_unit", "court_user"),
    "correct_death": ("sergeant", "authorising_inspector", "orders_unit"),
    "serve_order": ("response_officer", "sergeant", "orders_unit", "court_user"),
    "vary_order": ("court_user",),
    "end_order_by_event": ("orders_unit", "sergeant", "authorising_inspector"),
    "correct_order": ("court_user",),
    "record_legal_advice": ("police_lawyer", "court_user"),
    "report_breach": ("response_officer", "sergeant", "orders_unit", "authorising_inspector"),
    "record_arrest": ("response_officer", "sergeant", "orders_unit", "authorising_inspector"),
    "decide_breach": ("sergeant", "authorising_inspector", "orders_unit"),
    "record_breach_result": ("orders_unit", "police_lawyer", "court_user"),
    "assign_breach": ("sergeant", "authorising_inspector", "orders_unit"),
    "own_breach": ("response_officer", "sergeant", "authorising_inspector", "orders_unit"),
    "reach_milestone": ("response_officer", "sergeant", "authorising_inspector", "orders_unit", "police_lawyer"),
    "correct_breach": ("response_officer", "sergeant", "authorising_inspector", "orders_unit", "police_lawyer"),
    "decide_correction": ("sergeant", "authorising_inspector", "orders_unit", "police_lawyer"),
    "see_evidence": POLICE + ("professional_standards",),
    "add_evidence": ("response_officer", "sergeant", "orders_unit", "authorising_inspector"),
    "hand_evidence": POLICE,
    "take_original": ("sergeant", "orders_unit", "police_lawyer"),
    "withdraw_evidence": ("sergeant", "authorising_inspector", "orders_unit"),
    "make_pack": ("sergeant", "orders_unit", "police_lawyer"),
    "record_notification": ("response_officer", "sergeant", "authorising_inspector", "orders_unit"),
    "record_sign_on": ("response_officer", "sergeant", "authorising_inspector", "orders_unit"),
    "record_check": ("response_officer", "sergeant", "authorising_inspector", "orders_unit"),
    "plan_checks": ("sergeant", "authorising_inspector", "orders_unit"),
    "record_marker": ("response_officer", "sergeant", "orders_unit"),
    "see_compliance": POLICE,
    "record_tag": ("response_officer", "sergeant", "authorising_inspector", "orders_unit"),
    "manage_supervisors": ("orders_unit",),
    "report_supervision": ("orders_unit", "responsible_person"),
    "hold_duty": (*POLICE, "call_handler"),
    "acknowledge_rung": (*POLICE, "call_handler"),
    "keep_sittings": ("orders_unit", "court_user"),
    "transfer_case": ("orders_unit", "authorising_inspector"),
    "share_case": ("orders_unit", "authorising_inspector"),
    "assign_case": ("sergeant", "authorising_inspector", "orders_unit"),
    "close_case": ("orders_unit", "authorising_inspector"),
    "restrict_case": ("professional_standards",),
    "name_on_restriction": ("professional_standards",),
    "lift_restriction": ("professional_standards",),
    "declare_conflict": POLICE + ("court_user", "professional_standards"),
    "lift_conflict": ("professional_standards",),
    "read_audit": ("auditor", "professional_standards"),
    "set_up": ("administrator",),
    "see_people": ("administrator",),
    "open_user": ("administrator",),
    "change_user": ("administrator",),
    "close_user": ("administrator",),
    "ask_post": ("administrator",),
    "agree_post": ("administrator",),
    "end_post": ("administrator",),
    "keep_places": ("administrator",),
    "approve_text": ("administrator",),
    "read_law": (
        *POLICE,
        "court_user",
        "call_handler",
        "feedback_manager",
        "professional_standards",
        "auditor",
        "analyst",
        "administrator",
    ),
    "see_law_data": ("administrator", "police_lawyer", "authorising_inspector", "orders_unit", "court_user", "auditor"),
    "keep_law": ("administrator",),
    "check_law_change": ("administrator", "police_lawyer"),
}

# What an officer of another force may still do with a case that is not shared with them (rule 1 of the matrix).
OPEN_TO_OTHER_FORCES = ("check_at_door", "report_breach", "record_arrest", "serve_order", "record_notification")
# What may be done with a restricted case by those who may not know of it: say that help was sent. They learn nothing else.
WHATEVER_IS_RESTRICTED = ("answer_help",)
# Acts that need a constable by law, whatever the role.
NEEDS_CONSTABLE = ("serve_notice",)


@dataclass(frozen=True)
class CaseContext:
    """What the policy must know of a case: whose it is, and how this actor stands to it."""

    lead_force_id: int
    party_forces: dict[int, str] = field_of(default_factory=dict)
    court_force_ids: frozenset[int] = frozenset()
    restricted: bool = False
    named: bool = False
    conflict: bool = False


def decide(actor: Actor, operation: str, case: CaseContext | None = None) -> Decision:
    """May this person do this, with this case? Only True or False; the first rule that refuses is the finding."""
    for finding in _refusals(actor, operation, case):
        return Decision((finding,))
    return Decision((Finding("Haven access table", True, f"The role may {words_of(operation)}"),))


def _refusals(actor: Actor, operation: str, case: CaseContext | None) -> list[Finding]:
    def no(rule: str, because: str) -> Finding:
        return Finding(f"Haven access rule {rule}", False, because)

    found: list[Finding] = []
    if not actor.active:
        found.append(no("1", "This sign-in is switched off"))
    if case is not None:
        if case.conflict:
            found.append(no("2", "You have a declared conflict with this case"))
        kept = case.restricted and not case.named and operation not in WHATEVER_IS_RESTRICTED
        if kept and "professional_standards" not in actor.roles:
            found.append(no("3", "There is no such case"))
        if not of_the_case(actor, operation, case):
            found.append(no("1", "The case belongs to another force"))
    if not actor.roles & set(ROLES_FOR[operation]):
        found.append(no("4", f"Your role may not {words_of(operation)}"))
    if operation in NEEDS_CONSTABLE and not actor.constable:
        found.append(no("4", "Only a constable may serve a notice (s.25(3))"))
    return found


def of_the_case(actor: Actor, operation: str, case: CaseContext) -> bool:
    """Is the actor of a force or court that has this case, at least for this operation?"""
    if actor.force_id == case.lead_force_id or actor.force_id in case.court_force_ids:
        return True
    access = case.party_forces.get(actor.force_id)
    if access == "work":
        return True
    if access == "read" and operation.startswith(("see_", "search_")):
        return True
    return operation in OPEN_TO_OTHER_FORCES and actor.police


def words_of(operation: str) -> str:
    return operation.replace("_", " ")
