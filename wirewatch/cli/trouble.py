"""What ends a command early."""


class Trouble(Exception):  # noqa: N818 - it is no error of the program
    """Something that the user can mend; the message is one clear line."""
