"""A file that cannot be read as a register extract at all."""


class UnreadableError(Exception):
    """The message says what was expected and what the file is instead, and what to do."""
