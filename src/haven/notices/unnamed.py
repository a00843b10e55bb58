"""The words of a paper as staff pages show them: without the name of the protected person, who may be read over a
shoulder. The paper itself, and the page after "show name", say the name."""

from haven.notices.views import name_known_to_subject
from haven.parties.models import Person

SPOKEN_OF = "the protected person"


def unnamed(text: str, protected: Person) -> str:
    """The text with the name that the paper uses replaced by "the protected person"."""
    name = name_known_to_subject(protected)
    said = text.replace(name, SPOKEN_OF) if name else text
    return said[:1].upper() + said[1:] if text.startswith(name) else said
