"""A file of rows for a spreadsheet, in which no cell is taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

# With these a spreadsheet begins to reckon, or to fetch.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(cell: Any) -> Any:
    """The cell as text that stays text. Numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The file as an answer, to be kept under this name."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    out = csv.writer(answer)
    out.writerow(head)
    out.writerows([plain(cell) for cell in row] for row in rows)
    return answer
