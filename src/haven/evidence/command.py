"""`haven pack verify FILE`: is this pack as it was made? Needs no database."""

import sys
from pathlib import Path

from haven.evidence.packfile import PackChanged, verify


def verify_pack(name: str, expected: str = "") -> int:
    """0 and what it is, or 2 and one sentence on standard error. `expected` is the hash on the page of the pack."""
    try:
        whole = verify(Path(name))
    except PackChanged as changed:
        return _no(str(changed))
    except OSError as problem:
        return _no(f"The file cannot be opened: {problem.strerror}")
    wanted = "".join(expected.split()).lower()
    if wanted and wanted != whole.sha256:
        return _no("The pack is whole, but it is not the one whose hash you gave")
    sys.stdout.write(f"The pack is whole. Breach {whole.breach}, made {whole.made_at}, {whole.files} files.\n")
    groups = " ".join(whole.sha256[at : at + 8] for at in range(0, 64, 8))
    sys.stdout.write(f"SHA-256 {groups}\n")
    if not wanted:
        sys.stdout.write("Compare this with the page of the pack: only that shows that Haven made it.\n")
    return 0


def _no(sentence: str) -> int:
    sys.stderr.write(f"haven: {sentence}.\n")
    return 2
