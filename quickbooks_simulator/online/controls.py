# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page of failures, clock, tokens, limits and calls."""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)

from . import company
from .mishaps import KINDS
from .webhook_formats import FORMATS, LEGACY

routes = Blueprint("controls", __name__, url_prefix="/controls")


@routes.get("")
def show():
    """What the simulator does beyond keeping books."""
    simulator = current_app.config["simulator"]
    return render_template(
        "controls.html",
        mishaps=KINDS,
        waiting=simulator.mishaps.waiting(),
        calls=simulator.stats.by_realm(),
        now=simulator.clock.now(),
        limits=simulator.throttle.enabled,
        companies={each.realm: each.name for each in company.load_all(simulator.store)},
        formats=FORMATS,
        subscriptions=simulator.webhooks.subscriptions(),
        untold=simulator.webhooks.waiting(),
        notice=request.args.get("notice"),
        problem=request.args.get("problem"),
    )


@routes.post("/<order>")
def control(order):
    """Order a failure, move the clock, expire tokens, switch limits."""
    carry_out = _ORDERS.get(order) or abort(404)
    try:
        notice = carry_out(current_app.config["simulator"], request.form)
    except ValueError as error:
        return redirect(url_for("controls.show", problem=str(error)), 303)
    return redirect(url_for("controls.show", notice=notice), 303)


def _order_mishap(simulator, form) -> str:
    simulator.mishaps.add(
        form.get("kind", ""),
        times=int(form.get("times") or 1),
        seconds=float(form.get("seconds") or 0),
        path=form.get("path") or "/v3/",
    )
    return "The failure will come with the next call that fits."


def _clear_mishaps(simulator, _form) -> str:
    simulator.mishaps.clear()
    return "No failure is waiting any more."


def _advance(simulator, form) -> str:
    now = simulator.clock.advance(hours=float(form.get("hours") or 0))
    return f"It is {now:%Y-%m-%d %H:%M} UTC now."


def _expire(simulator, form) -> str:
    kind = "refresh" if form.get("kind") == "refresh" else "access"
    return f"{simulator.tokens.expire(kind)} {kind} tokens expired."


def _switch_limits(simulator, form) -> str:
    simulator.throttle.enabled = form.get("limits") == "on"
    return f"Limits are {'on' if simulator.throttle.enabled else 'off'}."


def _reset_stats(simulator, _form) -> str:
    simulator.stats.reset()
    return "Calls are counted from now on."


def _subscribe(simulator, form) -> str:
    realm, url = form.get("realm", ""), form.get("url", "").strip()
    verifier = form.get("verifier", "").strip()
    try:
        simulator.webhooks.subscribe(realm, url, verifier, form.get("format", LEGACY))
    except KeyError:
        raise ValueError(f"There is no company {realm}") from None
    return f"{url} will be told what changes from now on."


def _unsubscribe(simulator, form) -> str:
    simulator.webhooks.unsubscribe(form.get("realm", ""))
    return "Nobody is told of this company any more."


def _deliver(simulator, _form) -> str:
    sent = simulator.webhooks.deliver()
    taken = sum(attempt.acknowledged for attempt in sent)
    return f"{len(sent)} notifications were sent, {taken} of them acknowledged."


_ORDERS = {
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "deliver": _deliver,
    "mishap": _order_mishap,
    "clear": _clear_mishaps,
    "clock": _advance,
    "expire": _expire,
    "limits": _switch_limits,
    "stats": _reset_stats,
}
