#!/usr/bin/env python3
# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Put the addon's README.rst together from its readme/ fragments.

`tools/addon_readme.py` writes it, `tools/addon_readme.py --check` says whether it is
up to date.
"""

import ast
import sys
from pathlib import Path

ADDON = Path(__file__).resolve().parent.parent / "tms_quickbooks"
CHAPTERS = {
    "DESCRIPTION": None,
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known issues / Roadmap",
    "CONTRIBUTORS": "Contributors",
}


def readme():
    """The text of README.rst."""
    manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())
    title = manifest["name"]
    parts = [
        ".. Generated from the readme folder by tools/addon_readme.py; edit that.",
        f"{'=' * len(title)}\n{title}\n{'=' * len(title)}",
    ]
    for fragment, heading in CHAPTERS.items():
        if heading:
            parts.append(f"{heading}\n{'=' * len(heading)}")
        parts.append((ADDON / "readme" / f"{fragment}.rst").read_text().strip())
    return "\n\n".join(parts) + "\n"


def main(arguments):
    """Write or check; return the exit code."""
    path = ADDON / "README.rst"
    if arguments == ["--check"]:
        if path.is_file() and path.read_text() == readme():
            return 0
        print(f"{path.name} is out of date: run tools/addon_readme.py", file=sys.stderr)
        return 1
    path.write_text(readme())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
