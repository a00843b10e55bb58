"""Writes docs/reference from the code: access, events, followers, clocks, figures, requirements, the law. With --check it only
says whether what is committed is fresh."""

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "reference"
HEAD = "<!-- Made by tools/reference.py from the code. Do not edit. -->\n"


def table(heads: list[str], rows: list[list[str]]) -> str:
    clean = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines = [
        "| " + " | ".join(heads) + " |",
        "|" + "---|" * len(heads),
        *("| " + " | ".join(row) + " |" for row in clean),
    ]
    return "\n".join(lines) + "\n"


def access() -> str:
    from haven.accounts.models import ROLES
    from haven.accounts.policy import NEEDS_CONSTABLE, OPEN_TO_OTHER_FORCES, ROLES_FOR

    used = [role for role in ROLES if any(role in roles for roles in ROLES_FOR.values())]
    rows = [
        [op.replace("_", " "), *("yes" if role in roles else "" for role in used)] for op, roles in ROLES_FOR.items()
    ]
    notes = (
        f"\nOpen to officers of any force: {', '.join(OPEN_TO_OTHER_FORCES)}.\n"
        f"Needs a constable by law: {', '.join(NEEDS_CONSTABLE)}.\n"
        "Before the role comes: a disabled sign-in, a declared conflict, a restricted case, another force. First refusal wins.\n"
    )
    return "# Who may do what\n\n" + table(["operation", *(ROLES[role] for role in used)], rows) + notes


def events() -> str:
    from haven.cases.sentences import SENTENCES
    from haven.reactions import FOLLOWERS

    rows = []
    for kind in sorted(SENTENCES):
        sentence = SENTENCES[kind]
        followers = ", ".join(follower.__name__ for follower in FOLLOWERS.get(kind, ()))
        rows.append([f"`{kind}`", sentence.staff, sentence.hers or "nothing", followers or "none"])
    return "# Events, their sentences and what follows\n\n" + table(
        ["event", "staff", "the protected person", "followers"], rows
    )


def clocks() -> str:
    from haven.cases.clock_words import CLOCKS

    rows = [[f"`{kind}`", words.title, words.if_missed] for kind, words in sorted(CLOCKS.items())]
    return "# Clocks\n\n" + table(["kind", "what must happen", "if it is missed"], rows)


def requirements() -> str:
    from haven_law.terms import VOCABULARY

    rows = [
        [
            f"`{t.code}`",
            t.label,
            t.notice_provision or "not in a notice",
            t.order_provision,
            "yes" if t.is_duty else "no",
        ]
        for t in VOCABULARY.values()
    ]
    return "# Kinds of requirement\n\n" + table(["kind", "words", "in a notice", "in an order", "a duty to act"], rows)


def figures() -> str:
    from haven.figures.definitions import DEFINITIONS, SCOPE

    rows = [
        [f"`{d.id}`", d.name, d.unit, f"This counts {d.counts}.", d.leaves_out, d.source] for d in DEFINITIONS.values()
    ]
    return f"# Figures\n\n{SCOPE}\n\n" + table(
        ["figure", "name", "unit", "what it counts", "what is not in it", "source"], rows
    )


PAGES = {
    "access.md": access,
    "events.md": events,
    "clocks.md": clocks,
    "requirements.md": requirements,
    "figures.md": figures,
}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings")
    django.setup()
    check, stale = "--check" in sys.argv, []
    OUT.mkdir(parents=True, exist_ok=True)
    from law_reference import pages as law_pages

    written = {name: page() for name, page in PAGES.items()} | law_pages()
    (OUT / "law").mkdir(exist_ok=True)
    for name, page in written.items():
        text, path = HEAD + page, OUT / name
        if not path.exists() or path.read_text() != text:
            stale.append(name)
            if not check:
                path.write_text(text)
    if check and stale:
        print(f"Not fresh: docs/reference/{', '.join(stale)}. Run tools/reference.py.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
