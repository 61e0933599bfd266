# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where everything lies: the checkout, and the cache folder shared by all checkouts."""

import hashlib
import os
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
LOCK_FILE = REPO / "tools" / "requirements.txt"
SHELL_SCRIPTS = REPO / "tools" / "odoo_shell"
ADDONS_LOCK_FILE = REPO / "tools" / "odoo-addons.txt"


def _cache_folder():
    chosen = os.environ.get("TMS_QUICKBOOKS_CACHE")
    if chosen:
        return Path(chosen).expanduser().resolve()
    base = os.environ.get("XDG_CACHE_HOME")
    if base:
        return Path(base).expanduser().resolve() / "tms_quickbooks"
    # PostgreSQL refuses to run as root. It then runs as an unprivileged user, who
    # cannot look into root's home.
    home = Path("/var/cache") if os.geteuid() == 0 else Path.home() / ".cache"
    return home / "tms_quickbooks"


CACHE = _cache_folder()
# What belongs to this checkout alone: configuration, file store, logs, demo.
CHECKOUT_KEY = hashlib.sha256(str(REPO).encode()).hexdigest()[:8]
CHECKOUT = CACHE / f"checkout-{CHECKOUT_KEY}"
ADDON = REPO / "tms_quickbooks"
SIMULATOR = REPO / "quickbooks_simulator"


def key_of(*parts):
    """Short stable name for a set of inputs (texts, or files by their content)."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:10]


def key_of_program(folder):
    """Changes with any file in `folder` that takes part in running it."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and "tests" not in path.relative_to(folder).parts
    )
    names = [str(path.relative_to(folder)) for path in files]
    return key_of(*names, *files)
