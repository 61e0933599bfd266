# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a document to the bytes of one batch item, and to what keeps it here.

The queue and the dry run both ask this, so that they cannot disagree.
"""

import logging

from . import outcomes, preflight
from .documents import Document
from .preflight import Rules
from .problems import Problem
from .profile import Profile
from .providers import Provider

_logger = logging.getLogger(__name__)


def prepare(
    provider: Provider,
    document: Document,
    item_id: str,
    profile: Profile,
    rules: Rules | None,
    given: frozenset[str] = frozenset(),
) -> tuple[list[Problem], bytes]:
    """What would keep a document out of a kind of QuickBooks, and its bytes.

    A document with errors has bytes too where they can be made, for reading. One that
    breaks our own code must not stop the others: that is a problem like any other.
    ``given``: see ``batch_item`` of ``online.render``.
    """
    place = document.source
    try:
        problems = preflight.check(document, profile, rules)
    except Exception as error:  # whatever it is, it concerns this document only
        _logger.exception("QuickBooks checks of %s,%s", place.model, place.id)
        return [outcomes.not_preparable(type(error).__name__, place)], b""
    try:
        item = provider.render.batch_item(document, item_id, profile, given)
        return problems, item
    except Exception as error:  # as above
        if not any(problem.is_error for problem in problems):
            _logger.exception("QuickBooks payload of %s,%s", place.model, place.id)
            problems.append(outcomes.not_preparable(type(error).__name__, place))
        return problems, b""
