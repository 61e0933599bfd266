# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a process does that has loaded Odoo and forks at order, and its children.

Orders and answers are lines of JSON; `processes` has the other end.
"""

import json
import os
import signal
import sys
import traceback

# Sets Odoo up; what is imported from it after this relies on that.
import odoo.init  # noqa: F401
from odoo import sql_db


def orders():
    """The orders, until there are no more."""
    for line in sys.stdin:
        yield json.loads(line)


def answer(**values):
    """Answer an order."""
    print(json.dumps(values), flush=True)


def fork(work, *arguments):
    """Have something done by a child; return its process id."""
    # A connection must not be shared with a child.
    sql_db.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        work(*arguments)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def watch(owner, name, before=None, after=None):
    """Look at the calls of a method or function from here on.

    :param before: gets what the call is given
    """
    method = getattr(owner, name)

    def watched(*args, **kwargs):
        if before:
            before(*args, **kwargs)
        result = method(*args, **kwargs)
        if after:
            after()
        return result

    setattr(owner, name, watched)


def die():
    """End this process at once, as the kernel or an administrator does."""
    os.kill(os.getpid(), signal.SIGKILL)
