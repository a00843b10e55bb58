"""Looking into a file that somebody sent, in a process of its own: plain Python, no Django, no database, no network.

A file may be made to break what reads it. So it is read in a process that may use so much memory and so much time and
no more, that holds the key of this one case and nothing else, and whose answer is read as untrusted words."""
