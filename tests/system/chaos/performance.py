# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Carries out the plan of a round."""

import os
import signal
import time
from collections import Counter
from functools import partial
from itertools import zip_longest

from psycopg2 import OperationalError

from odoo.exceptions import UserError

from ..ledger import cents
from ..processes import LONG_ENOUGH
from . import deeds
from .bookkeeper import Bookkeeper
from .verdict import Expected, Wrong

KILLED = -signal.SIGKILL
# What needs a user or a worker once more is done after so many turns, or never.
_DRAINS = 12
# Somebody in QuickBooks was faster, time and again; it may be retried.
_TOUCHED = "qbo.5010"


class Performance:
    """One round in a world.

    :ivar counts: what has happened
    :ivar expected: what should be where after it
    """

    def __init__(self, world, plan):
        self._world = world
        self._plan = plan
        self._moves = {}
        self._parties = []
        self.counts = Counter()
        self._bookkeeper = Bookkeeper(world, plan, self.counts)
        self._fates = {}

    @property
    def expected(self):
        there = self._bookkeeper
        return Expected(self._fates, there.references, there.edited)

    def play(self):
        """All scenes, and the drain after them; twice.

        :raises Wrong: when a worker breaks down, or something never gets done
        """
        self._make_parties()
        for scenes in (self._plan.scenes, self._plan.later):
            for scene in scenes:
                self._play_scene(scene)
            self._drain()

    # -- documents and users -------------------------------------------------------

    def _make_parties(self):
        world, plan = self._world, self._plan
        with world.env() as env:
            self._parties = (
                env["res.partner"]
                .create([world.party(plan.number, key) for key in range(plan.parties)])
                .ids
            )
            env.cr.commit()

    def _partner_id(self, env, party):
        if party >= 0:
            return self._parties[party]
        name = self._world.party(0, party)["name"]
        return env["res.partner"].search([("name", "=", name)]).id

    def _post(self, keys):
        """Users post documents, those of one company at once."""
        plan, world = self._plan, self._world
        by_company = {}
        for key in keys:
            by_company.setdefault(plan.documents[key].company, []).append(key)
        for name, its in by_company.items():
            with world.env() as env:
                moves = (
                    env["account.move"]
                    .with_company(world.companies[name].id)
                    .create(
                        [
                            world.document(
                                plan.number,
                                key,
                                plan.documents[key],
                                self._partner_id(env, plan.documents[key].party),
                            )
                            for key in its
                        ]
                    )
                )
                self._attach(its, moves)
                env.cr.commit()
                fate, _seen = deeds.do(env, "post", moves)
            for key, move_id in zip(its, moves.ids, strict=True):
                self._moves[key] = move_id
                self._fates[move_id] = fate
            self.counts["documents"] += len(its)

    def _attach(self, keys, moves):
        """Put the papers to those documents that have some."""
        for key, move in zip(keys, moves, strict=True):
            document = self._plan.documents[key]
            if document.has_file:
                moves.env["ir.attachment"].create(
                    self._world.file(self._plan.number, key, document, move.id)
                )
                self.counts["files"] += 1

    def _do(self, deed):
        with self._world.env() as env:
            for key in deed.documents:
                company = self._world.companies[self._plan.documents[key].company]
                move = (
                    env["account.move"]
                    .with_context(
                        **{
                            "allowed_company_ids": [company.id],
                            deeds.OURS: self._ours(),
                        }
                    )
                    .browse(self._moves[key])
                )
                side = self._plan.documents[key].side
                if not deeds.is_possible(deed.kind, move, self._fates[move.id], side):
                    continue
                look = partial(self._has_seen_edit, move)
                try:
                    fate, had_seen = deeds.do(
                        env, deed.kind, move, deed.price, side, look
                    )
                except (UserError, OperationalError):
                    self.counts["refused to a user"] += 1
                    continue
                if deed.kind in deeds.MAYBE and not fate:
                    continue  # there was nothing to do it to
                self.counts[f"{deed.kind} by a user"] += 1
                self._fates[move.id] = fate or self._fates[move.id]
                if deed.kind == "change" and had_seen:
                    del self._bookkeeper.edited[move.id]

    def _ours(self):
        """The documents that only users here work on, and that are to be there."""
        return [
            move_id
            for key, move_id in self._moves.items()
            if self._plan.documents[key].side == "ours"
            and self._fates[move_id] is deeds.Fate.SENT
        ]

    def _has_seen_edit(self, move):
        """Whether what was edited in QuickBooks has arrived, and may be changed here.

        What is changed without being seen must not be lost.
        """
        total = self._bookkeeper.edited.get(move.id)
        return total is not None and total == cents(move.amount_total)

    # -- scenes --------------------------------------------------------------------

    def _play_scene(self, scene):
        world = self._world
        if scene.passes:
            world.pass_time(scene.passes)
            self.counts["clock jumps"] += 1
        self._post(scene.posts)
        for mishap in scene.mishaps:
            world.simulator.fail(**mishap)
        world.simulator.limit(scene.limits)
        if scene.expire:
            world.simulator.expire_access_tokens()
            self.counts["tokens expired"] += 1
        started = time.monotonic()
        running = [(run, self._start(run)) for run in scene.runs]
        self._post(scene.posts_late)
        for turn in zip_longest(scene.deeds, scene.there):
            self._do_both(*turn)
        self._kill_from_outside(running, started)
        if scene.disaster:
            _sleep_until(started + scene.disaster_after)
            self._strike(scene.disaster)
        for run, pid in running:
            self._judge_end(run, world.wait(pid), scene.disaster)
        self.counts.update(world.simulator.happened(scene.mishaps))
        world.simulator.limit(False)

    def _do_both(self, here, there):
        if there:
            self._bookkeeper.do(there, self._moves)
        if here:
            self._do(here)

    def _start(self, run):
        self.counts["workers"] += 1
        order = {"clock": run.clock} if run.clock else {}
        if run.death:
            order["death"] = run.death
        return self._world.start(run.company, **order)

    def _kill_from_outside(self, running, started):
        doomed = [(run.kill_after, pid) for run, pid in running if run.kill_after]
        for after, pid in sorted(doomed):
            _sleep_until(started + after)
            # It is there even if it has ended: nobody has asked how yet.
            os.kill(pid, signal.SIGKILL)

    def _strike(self, disaster):
        world = self._world
        if disaster == "quickbooks":
            world.simulator.restart()
            self.counts["QuickBooks restarts"] += 1
        elif disaster == "web":
            world.web.stop()
            world.web.serve()
            self.counts["web server crashes"] += 1
        elif disaster == "database" and world.cluster:
            world.crash_database()
            self.counts["database crashes"] += 1
        else:
            world.cut_connections()
            self.counts["database cuts"] += 1

    def _judge_end(self, run, exit_code, disaster):
        if exit_code == KILLED and (run.death or run.kill_after):
            self.counts["kills"] += 1
        elif exit_code and disaster not in ("database", "connections"):
            raise Wrong([f"A worker of {run.company} ended with {exit_code}"])

    # -- the end -------------------------------------------------------------------

    def _drain(self):
        """Nothing goes wrong any more, and a user retries what was given up and decides
        what waits for a decision."""
        for turn in range(_DRAINS):
            self._world.pass_time(LONG_ENOUGH)
            pids = {name: self._world.start(name) for name in self._world.companies}
            for name, pid in pids.items():
                if exit_code := self._world.wait(pid):
                    raise Wrong([f"A worker of {name} ended with {exit_code}"])
            with self._world.env() as env:
                left = env["quickbooks.job"].search(
                    [("state", "in", ("pending", "sent", "failed"))]
                )
                waiting = env["quickbooks.change"].search(
                    [("state", "in", ("pending", "failed"))]
                )
                # What was sent last comes back with the next look.
                if not left and not waiting and turn:
                    return
                given_up = left.filtered(
                    lambda job: job.state == "failed"
                    and (job.request_id or job.problem_code == _TOUCHED)
                )
                if given_up:
                    given_up.action_retry()
                    self.counts["retried by a user"] += len(given_up)
                elif not waiting and set(left.mapped("state")) == {"failed"}:
                    break  # nothing goes on by itself
                env.cr.commit()
                self._decide(waiting.filtered(lambda its: its.state == "failed"))
        with self._world.env() as env:
            raise Wrong(
                f"{each.display_name} is still {each.state}: {each.problem_text}"
                for model, ids in ((left._name, left.ids), (waiting._name, waiting.ids))
                for each in env[model].browse(ids)
            )

    def _decide(self, changes):
        """Users decide, as they like, what was changed on both sides."""
        for change in changes:
            env, company = change.env, change.company_id
            change = change.with_context(allowed_company_ids=company.ids)
            try:
                decision = self._decide_one(change)
            except UserError:
                env.cr.rollback()
                self.counts["refused to a user"] += 1
                continue
            env.cr.commit()
            self.counts[decision] += 1

    def _decide_one(self, change):
        if change.looks_alike:
            change.action_enter_another()
            return "entered beside one that looks alike"
        if not change.res_id:
            return "waits for somebody"
        record = change.env[change.res_model].browse(change.res_id)
        dialog = record.action_qb_compare()
        difference = change.env[dialog["res_model"]].browse(dialog["res_id"])
        if change.id % 2:
            difference.action_take_ours()
            self._bookkeeper.edited.pop(change.res_id, None)
            return "ours taken by a user"
        difference.action_take_theirs()
        return "theirs taken by a user"


def _sleep_until(moment):
    time.sleep(max(0, moment - time.monotonic()))
