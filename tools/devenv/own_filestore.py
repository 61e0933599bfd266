# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A plugin of pytest: each process that runs Odoo's tests has its own files.

pytest-odoo gives each a copy of the database, and one folder of files to all. After
every class Odoo clears away what its database does not know, which is what the others
are just working with.
"""

import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry):
    """Where files go, named after the database; only with pytest-xdist."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        yield
        return
    from odoo.tests.common import get_db_name
    from odoo.tools import config

    folder = Path(config["data_dir"]) / "filestore" / get_db_name()
    try:
        with patch.object(config, "filestore", return_value=str(folder)):
            yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
