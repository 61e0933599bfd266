# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The accounting API under /v3/company/<realm>."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, current_app, g, request

from . import attachments, batch, faults, rates
from .answers import answer_time, dumps, loads
from .company import Company, load
from .entities import by_path
from .operations import (
    Caller,
    Outcome,
    changed_since,
    fault_outcome,
    once,
    read,
    run_query,
    write,
)

MAX_REQUEST_ID = 50
_JSON = "application/json;charset=utf-8"
routes = Blueprint("api", __name__, url_prefix="/v3/company/<realm>")


def _simulator():
    return current_app.config["simulator"]


@routes.url_value_preprocessor
def _take_realm(_endpoint, values):
    g.realm = values.pop("realm")


@routes.before_request
def _admit():
    """The gateway: who calls, for which company, and how often."""
    simulator = _simulator()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    grant = simulator.tokens.access(token) if scheme.lower() == "bearer" else None
    if grant is None:
        raise faults.token_expired("REDACTED" if token else "none")
    company = load(simulator.store, g.realm)
    if company is None or grant.realm != g.realm:
        raise faults.wrong_realm()
    if not _is_member(grant.user, company):
        raise faults.access_removed(company.plan)
    is_batch = request.path.endswith("/batch")
    g.retry_after = simulator.throttle.wait_seconds(g.realm, batch=is_batch)
    if g.retry_after:
        raise faults.throttled()
    g.caller = Caller(simulator.store, simulator.clock, company, grant.user)


def _is_member(user: str, company: Company) -> bool:
    return bool(
        _simulator().store.value(
            "SELECT 1 FROM member WHERE user = ? AND realm = ?", user, company.realm
        )
    )


@routes.after_request
def _stamp(response: Response) -> Response:
    response.headers["intuit_tid"] = f"1-{uuid.uuid4().hex[:8]}-{uuid.uuid4().hex[:24]}"
    return response


@routes.errorhandler(faults.GatewayFault)
def _refuse(fault: faults.GatewayFault):
    simulator = _simulator()
    _count("throttled" if fault.status == 429 else "refused")
    now = int(simulator.clock.timestamp() * 1000)
    response = Response(
        dumps(fault.gateway_body(now)), fault.status, content_type="application/json"
    )
    if fault.status == 429:
        response.headers["Retry-After"] = str(g.retry_after)
    return response


@routes.errorhandler(faults.Fault)
def _fault(fault: faults.Fault):
    return _answer(fault_outcome(fault))


def _answer(outcome: Outcome) -> Response:
    now = answer_time(_simulator().clock.now())
    kind = _JSON if outcome.status == 200 else "application/json"
    return Response(
        f'{{{outcome.body},"time":"{now}"}}', outcome.status, content_type=kind
    )


def _count(kind: str) -> None:
    _simulator().stats.count(g.realm, kind)


def _request_id() -> str:
    """:raises Fault: 2050 when it is too long"""
    value = request.args.get("requestid", "")
    if len(value) > MAX_REQUEST_ID:
        raise faults.length("requestid", len(value), MAX_REQUEST_ID)
    return value


def _payload():
    """:raises Fault: 2010 when the body is no JSON"""
    try:
        return loads(request.get_data())
    except ValueError as error:
        raise faults.unsupported_property(f"{error}") from None


@routes.get("/companyinfo/<_realm>")
def company_info(_realm):
    _count("companyinfo")
    body = dumps(g.caller.company.company_info())
    return _answer(Outcome(200, f'"CompanyInfo":{body}'))


@routes.get("/preferences")
def preferences():
    _count("preferences")
    body = dumps(g.caller.company.preferences())
    return _answer(Outcome(200, f'"Preferences":{body}'))


@routes.route("/query", methods=["GET", "POST"])
def query():
    """The statement comes in the address or, by POST, as the body."""
    _count("query")
    statement = request.args.get("query") or request.get_data(as_text=True)
    body, _objects = run_query(g.caller, statement)
    return _answer(Outcome(200, body))


@routes.get("/cdc")
def change_data_capture():
    _count("cdc")
    entities, moment = (
        request.args.get(name, "") for name in ("entities", "changedSince")
    )
    return _answer(Outcome(200, changed_since(g.caller, entities, moment)))


@routes.post("/batch")
def run_batch():
    _count("batch")
    simulator = _simulator()
    mishaps = simulator.mishaps
    payload = _payload()
    shuffled = mishaps.strike(request.path, "shuffle_batch")
    body = batch.run(
        g.caller,
        payload,
        _request_id(),
        lambda kind: mishaps.strike(request.path, kind) is not None,
        mishaps.random if shuffled else None,
    )
    simulator.stats.count(g.realm, "batch_item", len(payload["BatchItemRequest"]))
    return _answer(Outcome(200, body))


@routes.post("/upload")
def upload():
    """Files; each gets an answer of its own, a refusal comes inside status 200."""
    _count("upload")
    g.caller.company.require_subscription()
    boundary = request.mimetype_params.get("boundary", "")
    uploads = attachments.read_uploads(request.get_data(), boundary.encode())
    request_id = _request_id()
    answers = [
        once(g.caller, request_id, str(index), lambda each=each: _keep(each)).body
        for index, each in enumerate(uploads)
    ]
    body = ",".join(f"{{{each}}}" for each in answers)
    return _answer(Outcome(200, f'"AttachableResponse":[{body}]'))


def _keep(each: attachments.Upload) -> str:
    body = attachments.keep_file(g.caller.books(), each)
    return f'"Attachable":{dumps(body)}'


@routes.get("/download/<number>")
def download(number):
    """The address the file itself is at, as plain text."""
    _count("download")
    attachments.content(g.caller.books(), number)
    address = f"{request.host_url}_simulator/files/{g.realm}/{number}"
    return Response(address, content_type="text/plain;charset=UTF-8")


@routes.get("/exchangerate")
def exchange_rate():
    _count("read")
    caller = g.caller
    body = rates.of_day(
        caller.books(),
        request.args.get("sourcecurrencycode", ""),
        request.args.get("asofdate") or caller.clock.today(),
    )
    return _answer(Outcome(200, f'"ExchangeRate":{body}'))


@routes.get("/<path>/<number>")
def read_one(path, number):
    _count("read")
    table = by_path().get(path.lower())
    if table is None:
        return not_found()
    return _answer(Outcome(200, read(g.caller, table, number)))


@routes.post("/<path>")
def write_one(path):
    """Create or update; ``?operation=`` deletes or voids."""
    table = by_path().get(path.lower())
    if table is None:
        return not_found()
    payload = _payload()
    asked = request.args.get("operation", "")
    options = set(request.args.get("include", "").split(","))
    if asked == "void" or (asked == "update" and "void" in options):
        operation = "void"
    elif asked == "delete":
        operation = "delete"
    else:
        changes = isinstance(payload, dict) and payload.get("Id") not in (None, "")
        operation = "update" if changes else "create"
    _count(operation)
    return _answer(
        once(
            g.caller,
            _request_id(),
            "",
            lambda: write(g.caller, table, operation, payload, options),
        )
    )


@routes.route("/<path:_rest>", methods=["GET", "POST", "PUT", "DELETE", "PATCH"])
def not_found(_rest=""):
    raise faults.unsupported_operation(
        f"Could not find resource for relative : {request.path}"
    )
