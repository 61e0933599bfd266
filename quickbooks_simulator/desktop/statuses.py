# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Status codes: what became of one request of a message set.

Texts that have been seen in recorded answers stand here as they are; the others are
ours, in their tone.
"""

from __future__ import annotations

OK, NO_MATCH, INCOMPLETE = 0, 1, 500
CLEARED_NOTHING = 600
CHECKSUM, NOT_STORED, BAD_SET_ID, CANNOT_STORE = 9001, 9002, 9004, 9005
_WARNINGS, _ERRORS = 500, 1000
_MESSAGES = {
    OK: "Status OK",
    NO_MATCH: (
        "A query request did not find a matching object in QuickBooks using the "
        "specified criteria."
    ),
}
_QUICKBOOKS = "  QuickBooks error message: "
_NO_SUCH_RECORD = (
    f"{_QUICKBOOKS}Invalid argument.  The specified record does not exist in the list."
)


class Refusal(Exception):
    """A request was not done, or not all of it.

    :ivar code: the statusCode
    :ivar message: the statusMessage
    :ivar current: ListID or TxnID of the object the answer shows as it now is
    """

    def __init__(self, code: int, message: str, current: str = ""):
        self.code = code
        self.message = message
        self.current = current
        super().__init__(f"{code} {message}")


def severity(code: int) -> str:
    """Info, Warn or Error."""
    if code >= _ERRORS:
        return "Error"
    return "Warn" if code >= _WARNINGS else "Info"


def message(code: int) -> str:
    """The text of a code that needs no details."""
    return _MESSAGES[code]


def not_all_found(name: str) -> str:
    """The text of a query that names something which is not there."""
    return (
        "The query request has not been fully completed. There was a required element "
        f'("{name}") that could not be found in QuickBooks.'
    )


def not_available(name: str) -> Refusal:
    return Refusal(1010, f"{name} is not available.")


def bad_request_id() -> Refusal:
    return Refusal(1060, "The requestID has more than 50 characters.")


def bad_value(code: int, kind: str, text: str, field: str) -> Refusal:
    return Refusal(
        code,
        f'There was an error when converting the {kind} value "{text}" in the field '
        f'"{field}".',
    )


def bad_id(text: str, field: str) -> Refusal:
    return Refusal(
        3000, f'The given object ID "{text}" in the field "{field}" is invalid.'
    )


def too_long(text: str, field: str) -> Refusal:
    return Refusal(3070, f'The string "{text}" in the field "{field}" is too long.')


def name_in_use(name: str) -> Refusal:
    return Refusal(3100, f'The name "{name}" of the list element is already in use.')


def bad_choice(text: str, field: str) -> Refusal:
    return Refusal(3110, f'The value "{text}" in the field "{field}" is not one of it.')


def not_found(key: str) -> Refusal:
    return Refusal(
        3120,
        f'Object "{key}" specified in the request cannot be found.{_NO_SUCH_RECORD}',
    )


def bad_parent(name: str, kinds: str) -> Refusal:
    return Refusal(
        3130,
        f'There is an invalid reference to a parent "{name}" in the {kinds} list.'
        f"{_NO_SUCH_RECORD}",
    )


def bad_reference(kind: str, name: str, where: str) -> Refusal:
    return Refusal(
        3140,
        f'There is an invalid reference to QuickBooks {kind} "{name}" in the {where}.'
        f"{_NO_SUCH_RECORD}",
    )


def missing(field: str) -> Refusal:
    return Refusal(3150, f'There is a missing element: "{field}".')


def not_changed(where: str, reason: str) -> Refusal:
    return Refusal(
        3170, f"There was an error when modifying a {where}.{_QUICKBOOKS}{reason}"
    )


def not_saved(where: str, reason: str) -> Refusal:
    return Refusal(
        3180, f"There was an error when saving a {where}.{_QUICKBOOKS}{reason}"
    )


def cannot_clear(field: str) -> Refusal:
    return Refusal(3190, f"Cannot clear the element in the {field} field.")


def stale(edit_sequence: str, current: str) -> Refusal:
    return Refusal(
        3200,
        f'The provided edit sequence "{edit_sequence}" is out-of-date.',
        current,
    )


def invalid(field: str, value: str, reason: str) -> Refusal:
    return Refusal(
        3210,
        f'The "{field}" field has an invalid value "{value}".{_QUICKBOOKS}{reason}',
    )


def not_processed() -> Refusal:
    return Refusal(3231, "The request has not been processed.")


def no_feature() -> Refusal:
    return Refusal(
        3250,
        "This feature is not enabled or not available in this version of QuickBooks.",
    )


def no_posting_account() -> Refusal:
    return Refusal(3270, "Missing posting account.")


def bad_line(line_id: str) -> Refusal:
    return Refusal(
        3290,
        f'The transaction line "{line_id}" is not one of this transaction, or out of '
        "its order.",
    )


def bad_iterator(iterator: str) -> Refusal:
    return Refusal(3391, f'The iteratorID "{iterator}" is not valid.')


def bad_macro(name: str) -> Refusal:
    return Refusal(9100, f'The macro "{name}" is not defined.')
