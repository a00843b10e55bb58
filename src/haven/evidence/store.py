"""Where the files lie: one folder, random names, every file enciphered under the key of its case.

incoming: on its way or in quarantine. originals: as they came, checked. copies: what may be shown. packs."""

import os
import shutil
from pathlib import Path

from django.conf import settings

AREAS = ("incoming", "originals", "copies", "packs")
# What must stay free on the disk after a file was taken.
SPARE = 1024**3


def path_of(area: str, name: str) -> Path:
    """Where the file of this name is, or will be. Its folder is there afterwards, for nobody else to read."""
    if area not in AREAS or not name.isalnum():
        raise ValueError("A file of evidence has a random name in one of four places")
    folder = Path(settings.EVIDENCE_DIR) / area / name[:2]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / name


def move(name: str, before: str, after: str) -> None:
    """From one place to another, whole or not at all. Done twice it is done once."""
    source, target = path_of(before, name), path_of(after, name)
    if source.exists():
        source.replace(target)
        for folder in (source.parent, target.parent):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def drop_incoming(name: str) -> None:
    """Remove what never became evidence."""
    if name:
        path_of("incoming", name).unlink(missing_ok=True)


def has_room(size: int) -> bool:
    folder = Path(settings.EVIDENCE_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free > size + SPARE


def incoming_files() -> list[Path]:
    return [path for path in (Path(settings.EVIDENCE_DIR) / "incoming").glob("*/*") if path.is_file()]
