"""docs/reference/law from the register, the readings and the source: the same words as the pages of the staff site."""

from haven.web.staff.law import reference
from haven.web.staff.law.reference import Section
from haven_law.provisions import Entry


def pages() -> dict[str, str]:
    """Every page by its file name inside docs/reference."""
    found = {"law/README.md": index(), "law/questions.md": questions(), "law/instruments.md": instruments()}
    return found | {f"law/{key}.md": section(s) for key, s in reference.sections().items()}


def index() -> str:
    lines = [
        "# The law in Haven\n",
        "Part 3 of the Domestic Abuse Act 2021, section by section: how Haven reads it in its own words, what is not settled,",
        "where it is enforced, and the tests. The staff site shows the same under `/law`. See also the",
        "[open questions](questions.md) and the [other instruments](instruments.md).\n",
    ]
    for words, rows in reference.grouped(reference.sections().values()):
        lines.append(f"## {words}\n")
        for s in rows:
            notes = [f"{len(s.open_points)} open"] if s.open_points else []
            notes += [f"{s.not_read} not read or confirmed"] if s.not_read else []
            lines.append(f"- [{s.title}]({s.key}.md)" + (f" ({', '.join(notes)})" if notes else ""))
        lines.append("")
    return "\n".join(lines)


def section(s: Section) -> str:
    lines = [f"# {s.title}\n", "## How Haven reads it\n"]
    lines += [f"{words}\n" for words in s.reading.paragraphs]
    if s.open_points:
        lines.append("## Not settled\n")
        lines += [
            f"- {f'[{p.code}](questions.md#{p.code.lower()}) ' if p.code else ''}{p.words}" for p in s.open_points
        ]
        lines.append("")
    if s.not_read:
        lines.append("## Not read, or not confirmed\n")
        lines += [f"- {words}" for words in s.reading.unread]
        lines += [f"- {v.words} from {v.from_day}: {v.source}" for v in s.unconfirmed]
        lines.append("")
    lines.append("## Part by part\n")
    for entry in s.parts or (s.entry,):
        lines += _part(entry)
    places = [("Pages", s.places.pages), ("Operations and checks", s.places.operations)]
    if any(found for _words, found in places):
        lines.append("## Where in Haven\n")
        lines += [f"- {words}: {', '.join(f'`{p.file}`' for p in found)}" for words, found in places if found]
        lines.append("")
    return "\n".join(lines)


def _part(entry: Entry) -> list[str]:
    number = entry.provision.number
    lines = [f"### {number if number.startswith('Sch') else f's.{number}'}\n", f"{entry.provision.words}.\n"]
    if entry.provision.reason:
        lines.append(f"{entry.provision.reason}\n")
    if entry.functions:
        lines.append(f"Enforced by {', '.join(f'`{f.name}`' for f in entry.functions)}.\n")
    if entry.tests:
        lines += ["Tests:\n", *(f"- {name}" for name in entry.tests), ""]
    return lines


def questions() -> str:
    lines = ["# Open questions\n", "Points that the Act leaves open, and the course that Haven takes.\n"]
    for q in reference.questions():
        lines += [f"## {q.point.code}\n", f"**{q.point.question}**\n", f"{q.point.course}\n"]
        if q.sections:
            lines.append("See " + ", ".join(f"[{s.title}]({s.key}.md)" for s in q.sections) + ".\n")
    return "\n".join(lines)


def instruments() -> str:
    lines = ["# Other instruments\n", "What Haven applies besides Part 3, with the functions that do.\n"]
    for i in reference.instruments():
        if i.provisions:
            lines.append(f"## {i.name}\n")
            lines += [f"- {cited}: {', '.join(f'`{f}`' for f in functions)}" for cited, functions, _n in i.provisions]
            lines.append("")
    return "\n".join(lines)
