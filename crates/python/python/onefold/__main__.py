"""``python -m onefold`` is the command ``onefold``."""

import sys

from ._command import main

sys.exit(main())
