"""One way to write a provision, so that it can be searched, sorted and shortened: ``DAA 2021 s.22(6)``.

Sections: Part 3 of the Domestic Abuse Act 2021 and the instruments beside it.
"""

import re
from dataclasses import dataclass

ACT = "DAA 2021"

INSTRUMENTS: dict[str, str] = {
    ACT: "Domestic Abuse Act 2021",
    "FLA 1996": "Family Law Act 1996",
    "BFDA 1971": "Banking and Financial Dealings Act 1971",
    "FLRA 1969": "Family Law Reform Act 1969",
    "PACE 1984": "Police and Criminal Evidence Act 1984",
    "CSA 2010": "Crime and Security Act 2010",
    "SPA 2019": "Stalking Protection Act 2019",
    "PHA 1997": "Protection from Harassment Act 1997",
    "SOA 2003": "Sexual Offences Act 2003",
    "MCA 1980": "Magistrates' Courts Act 1980",
    "MHA 1983": "Mental Health Act 1983",
    "CHA 1989": "Children Act 1989",
    "CLSA 1990": "Courts and Legal Services Act 1990",
    "CAA 1968": "Criminal Appeal Act 1968",
    "YJCEA 1999": "Youth Justice and Criminal Evidence Act 1999",
    "CEA 1995": "Civil Evidence Act 1995",
    "LASPO 2012": "Legal Aid, Sentencing and Punishment of Offenders Act 2012",
    "Sentencing Code": "Sentencing Act 2020, the Sentencing Code",
    "CCR 1982": "Crown Court Rules 1982",
    "MCR 1981": "Magistrates' Courts Rules 1981",
    "CrimPR 2025": "Criminal Procedure Rules 2025",
    "FPR 2010": "Family Procedure Rules 2010",
    "CPR 1998": "Civil Procedure Rules 1998",
    "VPA 2024": "Victims and Prisoners Act 2024",
    "HRA 1998": "Human Rights Act 1998",
    "Victims' Code": "Code of Practice for Victims of Crime in England and Wales",
}

_PATTERN = re.compile(
    r"^(?P<instrument>SI \d{4}/\d+|Victims' Code|Sentencing Code|[A-Z][A-Za-z]+ \d{4})"
    r"(?: (?P<part>(?:s\.|r\.|reg\.|Sch\.|PD|right )\S.*))?$"
)


@dataclass(frozen=True)
class Citation:
    """A provision taken apart: the instrument and the place in it (empty for the whole instrument)."""

    instrument: str
    part: str

    def __str__(self) -> str:
        """Give the full form."""
        return f"{self.instrument} {self.part}".strip()


def daa(section: str) -> str:
    """Write a section of the Domestic Abuse Act 2021 in full: ``daa("22(6)")`` is ``DAA 2021 s.22(6)``."""
    return f"{ACT} s.{section}"


def parse(text: str) -> Citation:
    """Take a full citation apart. Raises ValueError when it is not written the one way."""
    found = _PATTERN.match(text)
    if found is None:
        raise ValueError(f"'{text}' is not a citation in full form, such as 'DAA 2021 s.22(6)'.")
    return Citation(found["instrument"], found["part"] or "")


def is_citation(text: str) -> bool:
    """Say whether the text is a citation in full form."""
    return _PATTERN.match(text) is not None


def short(text: str) -> str:
    """Give the form for pages: ``s.22(6)`` for our own Act, the full form for every other instrument."""
    return text.removeprefix(f"{ACT} ")


def title(text: str) -> str:
    """Spell the instrument out: ``Domestic Abuse Act 2021, s.22(6)``. Raises ValueError for another form."""
    cited = parse(text)
    name = INSTRUMENTS.get(cited.instrument, cited.instrument)
    return f"{name}, {cited.part}" if cited.part else name


def in_order(citations: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Leave out repeats and keep the order of first mention."""
    return tuple(dict.fromkeys(citations))
