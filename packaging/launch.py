"""What the frozen program starts with: the same entry point as `python -m eventscope`."""

import multiprocessing
import sys

if __name__ == "__main__":
    # Before anything else: in a frozen program the children start through this file too.
    multiprocessing.freeze_support()
    from eventscope.__main__ import main

    sys.exit(main())
