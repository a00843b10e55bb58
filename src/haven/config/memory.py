"""How the web processes keep house in their memory."""

import gc

from django.urls import get_resolver

# A page makes some hundred thousand short-lived objects. At Python's own mark of 700 the collector runs hundreds of times
# a page, and its rare full runs look through every loaded module: those were the slowest twentieth of all pages.
NEW_OBJECTS, YOUNG_RUNS, OLD_RUNS = 25_000, 20, 50


def settle() -> None:
    """Load every page, then leave what was loaded out of all later collections: it stays until the process ends."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG_RUNS, OLD_RUNS)
