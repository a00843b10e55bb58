"""What the looking found: taken or refused, and what the copy leaves out."""

from dataclasses import dataclass, field

# What a copy leaves out, or what its reader should know. Codes travel; words are for the page.
NOTES = {
    "place": "The place where it was taken was in the file. The copy does not have it",
    "camera": "What the camera writes into a file (device, time, settings) is not in the copy",
    "text": "Words hidden in the file are not in the copy",
    "small_picture": "A small picture of the whole, from before it was cut, was in the file. The copy does not have it",
    "trailing": "There was something else behind the end of the file. The copy does not have it",
    "frames": "It moves. The copy moves too",
    "properties": "The properties of the document (author, program, times) are not in the copy",
    "attachments": "Other files were inside the document. The copy does not have them: add them by themselves if needed",
    "actions": "The document held programs or commands. The copy does not have them",
    "form": "The document held a form of a kind that hides data. The copy does not have it",
    "layers": "The document had layers that can be hidden. In the copy all are shown: look at it before you send it",
    "cut": "The edge of a page hid a part of it. In the copy all is shown: look at it before you send it",
    "notes": "Notes, remarks, sounds or films fixed to a page are not in the copy",
    "permissions": "The document forbade copying or printing. The copy does not",
    "tags": "The title, place, device and other tags of the recording are not in the copy",
    "data_track": "The recording holds a track of data beside picture and sound, which can hold the place. No copy was made",
    "no_copy": "Haven cannot take hidden data out of this kind of recording. No copy was made: the original must be looked at",
    "controls": "Characters that cannot be seen were in the text. The copy does not have them",
}


class NotTaken(Exception):
    """The file is refused; the words are for the person who sent it."""


@dataclass
class Found:
    """`copy_kind` empty: no copy was made, and a note says why. `text` is what can be read in the copy, for the gate."""

    copy_kind: str = ""
    notes: list[str] = field(default_factory=list)
    preview: bytes = b""
    text: str = ""

    def note(self, code: str) -> None:
        if code not in self.notes:
            self.notes.append(code)
