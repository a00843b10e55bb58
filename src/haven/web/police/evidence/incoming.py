"""A file of a plain form goes straight into its enciphered place while it comes in: never whole in memory, never open
on a disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from haven.evidence import store
from haven.evidence.checker import sniff
from haven.evidence.operations.receive_file import WholeFile
from haven.sealed import files
from haven.sealed.chunks import PIECE
from haven.sealed.ciphers import token

FIELD = "file"


class Incoming(UploadedFile):  # type: ignore[type-arg]
    """What the form gets: no content, only where it lies."""

    def __init__(self, file_name: str, name: str, content_type: str, size: int) -> None:
        super().__init__(file=None, name=name, content_type=content_type, size=size)
        self.file_name = file_name

    def close(self) -> None:
        """There is nothing open."""

    @property
    def stored(self) -> WholeFile:
        return WholeFile(self.file_name, self.name or "", self.size or 0, self.content_type or "")


class Quarantine(FileUploadHandler):
    """Takes the one file of the form. What was taken and is not wanted in the end is removed by `drop`."""

    chunk_size = PIECE

    def __init__(self, owner_ref: str) -> None:
        super().__init__()
        self.owner_ref = owner_ref
        self.taken: str = ""
        self.too_large = False

    def new_file(self, field_name: str, file_name: str, content_type: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, content_type, *args, **kwargs)
        if field_name != FIELD or self.taken:
            raise SkipFile
        self.taken, self.came = token(), 0
        self.writer = files.writer(self.owner_ref, store.path_of("incoming", self.taken))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.came += len(raw_data)
        if self.came > sniff.MOST_BYTES:
            self.too_large = True
            self.writer.close()
            raise StopUpload(connection_reset=True)
        self.writer.write(raw_data)

    def file_complete(self, file_size: int) -> Incoming:
        self.writer.finish()
        self.writer.close()
        return Incoming(self.taken, self.file_name or "", self.content_type or "", file_size)

    def drop(self) -> None:
        """Remove what came in, for nobody keeps it."""
        if self.taken:
            self.writer.close()
            store.drop_incoming(self.taken)
