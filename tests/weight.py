"""What a page weighs as it is sent: itself as it is, and the styles and scripts that it names, compressed as they are served.
Pictures are left out. On a slow connection at a door 100 KB is what there is time for."""

import gzip
import re
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "src/haven/web/parts/static"
MOST = 100_000
_NAMED = re.compile(r'(?:src|href)="[^"]*?static/([\w./-]+\.(?:css|js))"')


@lru_cache(maxsize=64)
def _sent(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes()))


def weight(page: bytes) -> int:
    """In bytes."""
    return len(page) + sum(_sent(name) for name in sorted(set(_NAMED.findall(page.decode()))))
