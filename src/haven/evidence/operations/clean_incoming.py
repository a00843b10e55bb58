"""Files that never came whole: their parts are removed after a day, their words after a month of silence."""

from datetime import datetime, timedelta

from haven.evidence import store
from haven.evidence.models import Upload

PARTS_STAY = timedelta(hours=24)
WORDS_STAY = timedelta(days=30)


def clean_incoming(at: datetime) -> int:
    """Remove the parts of files that nobody went on sending, and files that no row knows. Answers how many.

    What came in whole is never touched. The words stay on the page, so that the file can be sent again."""
    removed = 0
    for upload in Upload.objects.filter(state="receiving", progress_at__lt=at - PARTS_STAY):
        changed = Upload.objects.filter(pk=upload.pk, state="receiving", progress_at=upload.progress_at).update(
            state="waiting", received=0, size=None, name_enc=None, file_name="", progress_at=at
        )
        if changed:
            store.drop_incoming(upload.file_name)
            removed += 1
    known = set(Upload.objects.exclude(file_name="").values_list("file_name", flat=True))
    for path in store.incoming_files():
        if path.name not in known and path.stat().st_mtime < (at - PARTS_STAY).timestamp():
            path.unlink(missing_ok=True)
            removed += 1
    Upload.objects.filter(state="waiting", progress_at__lt=at - WORDS_STAY).update(state="abandoned")
    return removed
