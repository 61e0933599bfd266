/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {Component, onMounted, onWillUnmount, reactive, useEffect, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

import {useQuickbooksChanges} from "../live/live";

const KEPT_AS = "quickbooks_bulk_run";
/* Besides the changes it is told of: a lost connection must not look like a stop. */
const LOOK_AT_LEAST_EVERY = 15000;
/* Long enough to be read; what has failed stays until somebody closes it. */
const SUCCESS_IS_SHOWN = 10000;

/**
 * The run this tab follows: what the last click has queued, also after a reload.
 */
export const bulkRunService = {
    dependencies: ["orm"],
    start(env, {orm}) {
        const state = reactive({run: browser.sessionStorage.getItem(KEPT_AS), progress: null});
        return {
            state,
            async follow(run) {
                browser.sessionStorage.setItem(KEPT_AS, run);
                state.run = run;
                await this.look();
            },
            leave() {
                browser.sessionStorage.removeItem(KEPT_AS);
                state.run = state.progress = null;
            },
            async look() {
                const {run} = state;
                const progress = await orm.silent.call("quickbooks.job", "bulk_progress", [run]);
                if (run === state.run) {
                    state.progress = progress;
                }
            },
        };
    },
};

/** A panel in the corner: nobody has to wait for it. */
export class BulkRun extends Component {
    static template = "tms_quickbooks.BulkRun";
    static props = {};

    setup() {
        this.bulkRun = useService("quickbooks_bulk_run");
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState(this.bulkRun.state);
        useQuickbooksChanges(
            (changes) => this.isMoving && "quickbooks.job" in changes,
            () => this.look()
        );
        onMounted(() => {
            this.look();
            this.timer = browser.setInterval(() => this.look(), LOOK_AT_LEAST_EVERY);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
        useEffect(
            (hasSucceeded) => {
                if (hasSucceeded) {
                    const timer = browser.setTimeout(() => this.bulkRun.leave(), SUCCESS_IS_SHOWN);
                    return () => browser.clearTimeout(timer);
                }
            },
            () => [this.hasSucceeded]
        );
    }

    get isMoving() {
        const {run, progress} = this.state;
        return Boolean(run) && (!progress || progress.waiting > 0);
    }

    get hasSucceeded() {
        const {progress} = this.state;
        return Boolean(progress) && !progress.waiting && !progress.failed;
    }

    get percent() {
        const {total, waiting} = this.state.progress;
        return Math.round((100 * (total - waiting)) / total);
    }

    async look() {
        if (this.isMoving) {
            await this.bulkRun.look();
        }
        return false;
    }

    async showFailures() {
        const {run} = this.state;
        const action = await this.orm.call("quickbooks.job", "bulk_failures", [run]);
        await this.action.doAction(action);
    }
}

registry.category("services").add("quickbooks_bulk_run", bulkRunService);
registry.category("main_components").add("QuickbooksBulkRun", {Component: BulkRun});
registry.category("actions").add("quickbooks_follow", (env, {params}) => {
    env.services.quickbooks_bulk_run.follow(params.run);
    return params.next;
});
