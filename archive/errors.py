"""How the archive can fail, whichever database keeps it.

ArchiveError            it cannot be opened, read or written
└── ArchiveBusyError    another program holds it; trying again can help
"""


class ArchiveError(Exception):
    """The archive cannot be opened, read or written; the message says where, what, and how to mend it."""


class ArchiveBusyError(ArchiveError):
    """Another program holds the archive's lock; trying again can help."""
