"""Lists kept whole: what is recorded has a sentence, what follows is named, what is asked of the policy is in its table."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.template import engines
from django.urls import reverse

from haven.accounts.policy import NEEDS_CONSTABLE, OPEN_TO_OTHER_FORCES, ROLES_FOR
from haven.cases.sentences import SENTENCES
from haven.reactions import FOLLOWERS
from haven.web.navigation import MENU
from haven.web.staff.home import FIRSTS

SOURCE = Path(__file__).resolve().parents[2] / "src"


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in SOURCE.glob("haven/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node, "func", None)
            if isinstance(node, ast.Call) and name in (getattr(called, "id", ""), getattr(called, "attr", "")):
                yield path, node


def texts(call: ast.Call, position: int) -> set[str]:
    """The constant at a place of a call; both of a conditional expression."""
    if len(call.args) <= position:
        return set()
    found = call.args[position]
    parts = [found.body, found.orelse] if isinstance(found, ast.IfExp) else [found]
    return {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def test_every_recorded_event_has_a_sentence():
    kinds = {kind for _path, call in calls("record") for kind in texts(call, 1) if "." in kind}
    assert len(kinds) > 40
    assert kinds <= SENTENCES.keys(), kinds - SENTENCES.keys()


def test_every_sentence_ends_plainly_and_assumes_nobody():
    for kind, sentence in SENTENCES.items():
        for words in (sentence.staff, sentence.hers or ""):
            padded = f" {words.lower()} "
            assert not any(f" {word} " in padded for word in ("he", "she", "his", "him", "her", "wife", "husband")), (
                kind
            )
            assert "!" not in words and "alleged" not in words.lower(), kind


def test_every_follower_follows_something_that_happens():
    assert FOLLOWERS.keys() <= SENTENCES.keys(), FOLLOWERS.keys() - SENTENCES.keys()
    for kind, followers in FOLLOWERS.items():
        names = [follower.__name__ for follower in followers]
        assert len(names) == len(set(names)), f"{kind}: a follower is told apart by its name"


def test_every_operation_asked_of_the_policy_is_in_its_table():
    asked = {
        op
        for name, place in (("may", 1), ("decide", 1), ("require", 1), ("may_do", 1))
        for _p, c in calls(name)
        for op in texts(c, place)
    }
    known = {op for op in asked if "_" in op}
    assert known <= ROLES_FOR.keys(), known - ROLES_FOR.keys()
    assert set(OPEN_TO_OTHER_FORCES) | set(NEEDS_CONSTABLE) <= ROLES_FOR.keys()


def test_menu_and_home_lead_somewhere():
    for label, href, operation, _count in MENU:
        assert href.startswith("/") and (operation is None or operation in ROLES_FOR), label
    for first in FIRSTS:
        assert reverse(first.page) and first.operation in ROLES_FOR, first.label


def test_no_page_of_ours_comes_from_the_other_template_engine():
    """Every template that a view names is a Jinja2 file of ours; Django's own engine has no folder to find one in."""
    assert engines["django"].engine.dirs == [] and engines["django"].app_dirs is False
    named = {name for _path, call in calls("render") for name in texts(call, 1)}
    assert named and all(name.endswith(".html.j2") for name in named)
    environment = engines["jinja2"].env
    for path in SOURCE.glob("haven/web/*/templates/**/*.j2"):
        environment.get_template(str(path.relative_to(next(p for p in path.parents if p.name == "templates"))))


def test_the_law_stands_alone():
    program = "import haven_law.answering, sys; print(sorted(m for m in sys.modules if m.split('.')[0] in ('django', 'haven', 'psycopg')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
