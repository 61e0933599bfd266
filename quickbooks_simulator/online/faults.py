# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The faults of QuickBooks Online, with the codes and words the API uses.

Texts marked *recorded* come from real answers, the others follow Intuit's list of
error codes.
"""

from __future__ import annotations


class Fault(Exception):
    """A request QuickBooks refuses.

    :ivar code: Intuit's error code, digits as text
    :ivar status: HTTP status of the answer
    :ivar kind: the ``type`` of the fault, such as ``ValidationFault``
    """

    def __init__(
        self,
        code: str,
        message: str,
        detail: str,
        *,
        element: str | None = None,
        status: int = 400,
        kind: str = "ValidationFault",
    ):
        super().__init__(f"{code} {message}: {detail}")
        self.code = code
        self.message = message
        self.detail = detail
        self.element = element
        self.status = status
        self.kind = kind

    def body(self) -> dict:
        """The value of ``Fault`` in an answer."""
        error = {"Message": self.message, "Detail": self.detail, "code": self.code}
        if self.element is not None:
            error["element"] = self.element
        return {"Error": [error], "type": self.kind}

    def gateway_body(self, milliseconds: int) -> dict:
        """The whole answer in the lower-case form of Intuit's gateway, which speaks
        before the accounting service is reached (recorded for code 3200)."""
        error = {
            "message": self.message,
            "detail": self.detail,
            "code": self.code,
            "element": None,
        }
        return {
            "warnings": None,
            "intuitObject": None,
            "fault": {"error": [error], "type": self.kind},
            "report": None,
            "queryResponse": None,
            "batchItemResponse": [],
            "attachableResponse": [],
            "syncErrorResponse": None,
            "requestId": None,
            "time": milliseconds,
            "status": None,
            "cdcresponse": [],
        }


class GatewayFault(Fault):
    """A refusal by the gateway in front of the accounting service."""


def token_expired(token: str) -> GatewayFault:
    """Recorded."""
    return GatewayFault(
        "3200",
        "message=AuthenticationFailed; errorCode=003200; statusCode=401",
        f"Token expired: {token}",
        status=401,
        kind="AUTHENTICATION",
    )


def wrong_realm() -> GatewayFault:
    return GatewayFault(
        "3100",
        "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403",
        "The application is not authorized for this company.",
        status=403,
        kind="AUTHORIZATION",
    )


def throttled() -> GatewayFault:
    """Message recorded, with both 403 (2016) and 429."""
    return GatewayFault(
        "3001",
        "message=ThrottleExceeded; errorCode=003001; statusCode=429",
        "The request limit was reached.",
        status=429,
        kind="THROTTLE",
    )


def access_removed(plan: str) -> Fault:
    return Fault(
        "120",
        "Authorization Failure",
        f"-11014-You do not have access to use QuickBooks Online {plan}",
        status=401,
        kind="AuthorizationFault",
    )


def unsupported_operation(what: str) -> Fault:
    """Recorded."""
    return Fault("500", "Unsupported Operation", f"Operation {what} is not supported.")


def object_not_found() -> Fault:
    """Recorded."""
    return Fault(
        "610",
        "Object Not Found",
        "Object Not Found : Something you're trying to use has been made inactive. "
        "Check the fields with accounts, customers, items, vendors or employees.",
        element="",
    )


def not_linkable(detail: str) -> Fault:
    return Fault("620", "Transaction Not Linkable", detail, element="")


def unsupported_property(detail: str) -> Fault:
    """Message recorded."""
    return Fault(
        "2010",
        "Request has invalid or unsupported property",
        f"Property Name:{detail} specified is unsupported or invalid",
    )


def unknown_property(entity: str, name: str, known: list[str]) -> Fault:
    """Recorded."""
    listed = ", ".join(f'"{each}"' for each in known)
    return unsupported_property(
        f'Unrecognized field "{name}" (class com.intuit.schema.finance.v3.{entity}), '
        f"not marked as ignorable ({len(known)} known properties: {listed}])\n"
    )


def required_missing(element: str) -> Fault:
    return Fault(
        "2020",
        "Required param missing, need to supply the required value for the API",
        f"Required parameter {element} is missing in the request",
        element=element,
    )


def invalid_id(value: str) -> Fault:
    """Recorded."""
    return Fault(
        "2030",
        "Invalid ID",
        f"Id should be a valid number. Supplied value:{value}",
        element="Id",
    )


def invalid_characters(element: str) -> Fault:
    return Fault(
        "2040",
        "Invalid String. The string specified has unsupported or invalid characters",
        f"{element} has unsupported or invalid characters",
        element=element,
    )


def length(element: str, supplied: int, limit: int) -> Fault:
    """Detail recorded by a third party."""
    return Fault(
        "2050",
        "String length is either shorter or longer than supported by specification",
        "String length specified does not match the supported length. "
        f"Min:0 Max:{limit:,} supported. Supplied length:{supplied:,}",
        element=element,
    )


def invalid_enum(element: str, value: str) -> Fault:
    return Fault(
        "2170",
        "Invalid Enumeration",
        f"Invalid Enumeration : {value}",
        element=element,
    )


def invalid_email(value: str) -> Fault:
    return Fault(
        "2210",
        "Invalid Email Address format",
        f"Invalid email address format : {value} must have an @ and a .",
        element="EmailAddress",
    )


def invalid_reference(group: str, value: str) -> Fault:
    """Detail recorded by a third party, for Accounts, Klasses, Depts and Names."""
    return Fault(
        "2500",
        "Invalid Reference Id",
        f"Invalid Reference Id : {group} element id {value} not found",
        element="",
    )


def query_parse(detail: str) -> Fault:
    return Fault("4000", "Error parsing query", f"QueryParserError: {detail}")


def query_invalid(detail: str) -> Fault:
    """Recorded."""
    return Fault("4001", "Invalid query", f"QueryValidationError: {detail}")


def stale(user: str) -> Fault:
    """Recorded."""
    return Fault(
        "5010",
        "Stale Object Error",
        f"Stale Object Error : You and {user} were working on this at the same time. "
        f"{user} finished before you did, so your work was not saved.",
        element="",
    )


def permission_denied(element: str) -> Fault:
    """Recorded."""
    return Fault(
        "5020",
        "Permission Denied Error",
        "Permission Denied Error : You do not have the access rights to use this "
        "feature.",
        element=element,
    )


def feature_not_supported(element: str, detail: str) -> Fault:
    return Fault(
        "5030",
        "Feature Not Supported Error",
        f"Feature Not Supported Error : {detail}",
        element=element,
    )


def business(detail: str, *, element: str = "") -> Fault:
    """Message recorded."""
    if not detail.startswith("Business Validation Error"):
        detail = f"Business Validation Error: {detail}"
    return Fault(
        "6000",
        "A business validation error has occurred while processing your request",
        detail,
        element=element,
    )


def missing_tax_code() -> Fault:
    """Recorded, in a Canadian company."""
    return business(
        "Business Validation Error 2: Make sure all your transactions have a GST/HST "
        "rate before you save."
    )


def upload_too_large() -> Fault:
    return Fault(
        "6030",
        "Upload Size Exceeded",
        "The attachment is larger than 100 MB.",
        element="",
    )


def amount_mismatch(amount) -> Fault:
    return Fault(
        "6070",
        "Amount calculation incorrect in the request",
        f"Amount is not equal to UnitPrice * Qty. Supplied value:{amount}",
        element="Line.Amount",
    )


def us_tax_code(value: str) -> Fault:
    return Fault(
        "6100",
        "Invalid Tax Code",
        f"In a US company a line's tax code is TAX or NON. Supplied value:{value}",
        element="TaxCodeRef",
    )


def duplicate_number(number: str, entity: str, identifier: int) -> Fault:
    return Fault(
        "6140",
        "Duplicate Document Number Error",
        "Duplicate Document Number Error : You must specify a different number. This "
        f"number has already been used. DocNumber={number} is assigned to "
        f"TxnType={entity} with TxnId={identifier}",
        element="",
    )


def subscription_ended(plan: str) -> Fault:
    return Fault(
        "6190",
        "Invalid Company Status",
        f"You can't add data to {plan} because your trial or subscription period "
        "ended, you canceled your subscription, or there was a billing problem.",
        element="",
    )


def books_closed() -> Fault:
    return Fault(
        "6210",
        "Account Period Closed, Cannot Update Through Services API",
        "The account period has closed and the account books cannot be updated "
        "through the QBO Services API. Please use the QBO website to make these "
        "changes.",
        element="",
    )


def duplicate_name() -> Fault:
    """Recorded."""
    return Fault(
        "6240",
        "Duplicate Name Exists Error",
        "The name supplied already exists. : null",
    )


def account_type() -> Fault:
    """No source gives the words of this one."""
    return Fault(
        "6430",
        "Invalid account type used",
        "Invalid account type: You need to select a different type of account for "
        "this transaction.",
        element="",
    )


def linked_transaction() -> Fault:
    return Fault(
        "6540",
        "Linked Transaction cannot be changed",
        "This transaction is linked to others. Unlink it before you void or delete it.",
        element="",
    )


def system_failure() -> Fault:
    return Fault(
        "10000",
        "An application error has occurred while processing your request",
        "System Failure Error: An error has occurred",
        element="",
        status=500,
        kind="SystemFault",
    )
