# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the checks before sending find; in the United States unless told otherwise."""

from tms_quickbooks.lib import preflight

from .builders import us_company


def codes(document, profile=None):
    """The codes of all problems that are found."""
    return [found.code for found in preflight.check(document, profile or us_company())]


def errors(document, profile=None):
    """The codes of what keeps it from being sent."""
    found = preflight.check(document, profile or us_company())
    return [each.code for each in found if each.is_error]


def the_problem(document, profile=None):
    """The one problem that is found."""
    [problem] = preflight.check(document, profile or us_company())
    return problem
