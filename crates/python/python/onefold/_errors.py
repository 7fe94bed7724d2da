"""The exceptions of the package. Their texts are the sentences of the command line."""


class OnefoldError(Exception):
    """Anything that keeps Onefold from its work."""


class UsageError(OnefoldError, ValueError):
    """The call is wrong: an unknown column, a bad value, arguments that contradict each other."""


class DataError(OnefoldError):
    """The data cannot be used: unreadable, broken, or a full disk."""


class MissingFileError(DataError, FileNotFoundError):
    """A file that was named is not there."""
