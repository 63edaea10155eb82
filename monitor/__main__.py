"""`python -m monitor`: the same as `policy-monitor`."""

import sys

from monitor.cli import main

if __name__ == "__main__":
    sys.exit(main())
