"""The command ``onefold``."""

import signal
import sys

from . import _onefold


def main() -> int:
    """Runs the command line with the arguments of the process."""
    # As in any program of its own: Ctrl-C is heard by the command, not by Python.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _onefold.main(["onefold", *sys.argv[1:]])
