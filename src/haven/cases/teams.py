"""Which team of a force does a kind of work."""

from haven.accounts.models import Team, User
from haven.lawdata.reading import read_once
from haven_law.findings import refuse


def team_for(user: User, kind: str) -> Team:
    """The team of this kind in the user's force, else the user's own team. Refused when there is neither."""
    team = Team.objects.filter(force_id=user.force_id, kind=kind).order_by("pk").first() or user.team
    if team is None:
        refuse(
            "Haven set-up",
            "Your force has no team that could do this work. Ask the administrator to add one, on the page Forces and teams",
        ).require()
    assert team is not None
    return team


def team_of_force(force_id: int, kind: str) -> Team | None:
    """The team of this kind in a force; failing it the civil orders unit, failing that any team."""
    teams = read_once(("teams", force_id), lambda: list(Team.objects.filter(force_id=force_id).order_by("pk")))
    for wanted in (kind, "unit"):
        for team in teams:
            if team.kind == wanted:
                return team
    return teams[0] if teams else None
