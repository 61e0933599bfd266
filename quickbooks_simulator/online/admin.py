# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The simulator's own controls, as JSON under /_simulator."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, current_app, request

from . import company, faults
from .answers import dumps, loads
from .attachments import content
from .bookkeeping import Bookkeeper
from .operations import Caller
from .webhook_formats import LEGACY

routes = Blueprint("admin", __name__, url_prefix="/_simulator")


class BadOrder(Exception):
    """A control request that makes no sense."""


def _simulator():
    return current_app.config["simulator"]


def _json(value, status: int = 200) -> Response:
    return Response(dumps(value), status, content_type="application/json")


def _order() -> dict:
    """The JSON object of the request; nothing counts as an empty one."""
    try:
        body = loads(request.get_data() or b"{}")
    except ValueError as error:
        raise BadOrder(f"The body is no JSON: {error}") from None
    if not isinstance(body, dict):
        raise BadOrder("The body is no JSON object")
    return body


@routes.errorhandler(BadOrder)
def _refuse(error: BadOrder):
    return _json({"error": str(error)}, 400)


@routes.get("/stats")
def stats():
    return _json({"calls": _simulator().stats.by_realm()})


@routes.post("/stats/reset")
def reset_stats():
    _simulator().stats.reset()
    return stats()


@routes.post("/reset")
def reset():
    """Begin anew with the three companies as they were."""
    _simulator().reset()
    return companies()


@routes.get("/mishaps")
def mishaps():
    return _json({"waiting": _simulator().mishaps.waiting()})


@routes.post("/mishaps")
def add_mishap():
    """``{"kind": "drop_after", "times": 2, "path": "/batch"}``, see Mishap."""
    order = _order()
    details = {
        name: float(value) if name in ("probability", "seconds") else value
        for name, value in order.items()
        if name not in ("seed", "kind")
    }
    try:
        if "seed" in order:
            _simulator().mishaps.seed(order["seed"])
        if "kind" in order:
            _simulator().mishaps.add(order["kind"], **details)
    except (TypeError, ValueError) as error:
        raise BadOrder(str(error)) from None
    return mishaps()


@routes.delete("/mishaps")
def clear_mishaps():
    _simulator().mishaps.clear()
    return mishaps()


@routes.get("/clock")
def clock():
    return _json({"now": _simulator().clock.now().isoformat()})


@routes.post("/clock")
def advance():
    """``{"days": 1, "hours": 2, "minutes": 3, "seconds": 4}``"""
    try:
        _simulator().clock.advance(**{k: float(v) for k, v in _order().items()})
    except (TypeError, ValueError) as error:
        raise BadOrder(str(error)) from None
    return clock()


@routes.post("/tokens/expire")
def expire_tokens():
    """``{"kind": "access" or "refresh", "realm": "…"}``; without a realm, all."""
    order = _order()
    kind = order.get("kind", "access")
    if kind not in ("access", "refresh"):
        raise BadOrder("kind is access or refresh")
    return _json({"expired": _simulator().tokens.expire(kind, order.get("realm"))})


@routes.post("/limits")
def limits():
    """``{"enabled": false}`` switches throttling off."""
    _simulator().throttle.enabled = bool(_order().get("enabled", True))
    return _json({"enabled": _simulator().throttle.enabled})


@routes.post("/requests/forget")
def forget_requests():
    _simulator().forget_requests()
    return {}


@routes.post("/rotation")
def rotation():
    """``{"always": true}``: every refresh gives a new refresh token."""
    _simulator().always_rotate = bool(_order().get("always", True))
    return _json({"always": _simulator().always_rotate})


@routes.get("/companies")
def companies():
    return _json([asdict(each) for each in company.load_all(_simulator().store)])


@routes.post("/companies/<realm>")
def change_company(realm):
    """``{"plan": "Simple Start", "closing_date": "2026-06-30"}``, see Company."""
    try:
        changed = company.change(_simulator().store, realm, **_order())
    except KeyError:
        return _json({"error": f"There is no company {realm}"}, 404)
    except ValueError as error:
        raise BadOrder(str(error)) from None
    return _json(asdict(changed))


@routes.post("/companies/<realm>/customers")
def add_customers(realm):
    """``{"count": 20000}`` makes so many customers up."""
    try:
        made = _simulator().add_customers(int(_order().get("count", 1)), realm)
    except KeyError:
        return _json({"error": f"There is no company {realm}"}, 404)
    except (TypeError, ValueError) as error:
        raise BadOrder(str(error)) from None
    return _json({"ids": made})


@routes.post("/companies/<realm>/paid-invoices")
def add_paid_invoices(realm):
    """``{"count": 25000}`` makes up so many invoices with their payments."""
    try:
        _simulator().add_paid_invoices(int(_order().get("count", 1)), realm)
    except KeyError:
        return _json({"error": f"There is no company {realm}"}, 404)
    except (TypeError, ValueError) as error:
        raise BadOrder(str(error)) from None
    return _json({"made": True})


@routes.post("/companies/<realm>/merge")
def merge(realm):
    """``{"entity": "Customer", "loser": "5", "survivor": "3"}``"""
    order = _order()
    names = [str(order.get(key, "")) for key in ("entity", "loser", "survivor")]
    try:
        _simulator().merge(*names, realm)
    except KeyError:
        return _json({"error": f"There is no company {realm}"}, 404)
    except faults.Fault as fault:
        raise BadOrder(f"{fault.code}: {fault.detail}") from None
    return _json({"merged": True})


@routes.post("/companies/<realm>/hand/<deed>")
def work_by_hand(realm, deed):
    """``{"arguments": [{"17": "100.00"}, "120"], "fields": {"TxnDate": "2026-11-05"}}``

    What the bookkeeper does, see Bookkeeper; the answer holds what it returns.
    """
    order = _order()
    do = None if deed.startswith("_") else getattr(Bookkeeper, deed, None)
    try:
        hand = _simulator().bookkeeper(realm)
        if do is None:
            raise BadOrder(f"The bookkeeper does no {deed}")
        done = do(hand, *order.get("arguments", ()), **order.get("fields", {}))
    except KeyError as error:
        return _json({"error": f"There is no {error.args[0]}"}, 404)
    except faults.Fault as fault:
        raise BadOrder(f"{fault.code}: {fault.detail}") from None
    except (IndexError, TypeError) as error:
        raise BadOrder(str(error)) from None
    return _json({"done": done})


@routes.post("/companies/<realm>/members")
def change_members(realm):
    """``{"user": "maria", "member": false}`` takes a user's access away."""
    order = _order()
    statement = (
        "INSERT OR IGNORE INTO member (user, realm) VALUES (?, ?)"
        if order.get("member", True)
        else "DELETE FROM member WHERE user = ? AND realm = ?"
    )
    _simulator().store.run(statement, str(order.get("user", "")), realm)
    return _json({"changed": True})


@routes.post("/companies/<realm>/webhook")
def subscribe(realm):
    """``{"url": "http://…", "verifier": "…", "format": "legacy" or "cloudevents"}``"""
    order = _order()
    details = [str(order.get(key, "")) for key in ("url", "verifier")]
    try:
        _simulator().webhooks.subscribe(
            realm, *details, str(order.get("format", LEGACY))
        )
    except KeyError:
        return _json({"error": f"There is no company {realm}"}, 404)
    except ValueError as error:
        raise BadOrder(str(error)) from None
    return webhooks()


@routes.delete("/companies/<realm>/webhook")
def unsubscribe(realm):
    _simulator().webhooks.unsubscribe(realm)
    return webhooks()


@routes.get("/webhooks")
def webhooks():
    """Who is told of which company, and what is not acknowledged yet."""
    told = _simulator().webhooks
    return _json({"subscriptions": told.subscriptions(), "waiting": told.waiting()})


@routes.post("/webhooks/deliver")
def deliver():
    """Send what is due now."""
    sent = _simulator().webhooks.deliver()
    return _json({"statuses": [attempt.status for attempt in sent]})


@routes.get("/files/<realm>/<number>")
def file(realm, number):
    """An attached file, where the API's download address leads."""
    simulator = _simulator()
    its_company = company.load(simulator.store, realm)
    if its_company is None:
        return _json({"error": f"There is no company {realm}"}, 404)
    caller = Caller(simulator.store, simulator.clock, its_company, "")
    data, attachable = content(caller.books(), number)
    return Response(data, content_type=attachable["ContentType"])
