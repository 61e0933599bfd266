# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a person at the terminal sees: progress, and one sentence when it fails."""

import errno
import sys

_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


class Failure(Exception):
    """Something the person at the terminal has to put right.

    Its text is one sentence that says what is wrong and what to do about it.
    """


def say(text):
    """Print a progress line; standard output stays free for results."""
    print(text, file=sys.stderr, flush=True)


def run(main):
    """Call `main` and turn what a person can put right into one line and exit 1."""
    try:
        sys.exit(main())
    except Failure as failure:
        say(f"Error: {failure}")
        sys.exit(1)
    except OSError as error:
        if error.errno not in _DISK_ERRORS:
            raise
        say(f"Error: {error}: free some room, or repair the folder's rights.")
        sys.exit(1)
    except KeyboardInterrupt:
        say("Interrupted; run it again to go on from here.")
        sys.exit(130)
