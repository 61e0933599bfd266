# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Make ``tms_quickbooks.lib`` importable without Odoo.

The addon's own ``__init__`` imports its models, and they want Odoo. Here a bare package
of that name stands in for it, so that ``from tms_quickbooks.lib import documents``
finds the library and nothing else. Odoo itself knows the addon by another name,
``odoo.addons.tms_quickbooks``, and is not disturbed.
"""

import sys
from pathlib import Path
from types import ModuleType

from hypothesis import Phase, settings

ROOT = Path(__file__).resolve().parent.parent

# Everyday runs try the same few examples each time, so that they fail where something
# was changed and nowhere else; `--hypothesis-profile=thorough` looks for new ones. No
# deadline: how long an example takes depends on what else the machine does.
_COMMON = {
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
}
settings.register_profile("everyday", derandomize=True, max_examples=100, **_COMMON)
settings.register_profile("thorough", max_examples=4_000, **_COMMON)
settings.load_profile("everyday")

if "tms_quickbooks" not in sys.modules:
    package = ModuleType("tms_quickbooks")
    package.__path__ = [str(ROOT / "tms_quickbooks")]
    sys.modules["tms_quickbooks"] = package
    sys.path.insert(0, str(ROOT))
