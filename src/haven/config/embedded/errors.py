"""The one error of the embedded server: a sentence that a person at a terminal can act on."""


class EmbeddedServerError(Exception):
    """The embedded database server cannot be had. The text is one sentence, fit to print as it is."""
