/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {Component, onMounted, onWillUnmount, onWillUpdateProps, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {deserializeDateTime, toLocaleDateTimeString} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {formatInteger} from "@web/views/fields/formatters";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";
import {useQuickbooksChanges} from "../live/live";

// Milliseconds between two looks: while something moves, and while it waits for the
// Web Connector, which may be for minutes.
const PAUSE = 1000;
const LONG_PAUSE = 15000;

/**
 * How far the lists of QuickBooks are here, or its changes. It hears when an update
 * begins, looks again every second while it lasts, and reloads the record at the end.
 */
export class PullProgress extends Component {
    static template = "tms_quickbooks.PullProgress";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({progress: this.given(this.props)});
        onMounted(() => this.lookAgain());
        useQuickbooksChanges(
            (changes) =>
                "quickbooks.pull" in changes &&
                (!this.state.progress.running || this.state.progress.later),
            () => this.look()
        );
        onWillUpdateProps((next) => {
            this.state.progress = this.given(next);
            this.lookAgain();
        });
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    given(props) {
        return props.record.data[props.name] || {lists: []};
    }

    lookAgain() {
        browser.clearTimeout(this.timer);
        if (this.state.progress.running) {
            const pause = this.state.progress.later ? LONG_PAUSE : PAUSE;
            this.timer = browser.setTimeout(() => this.look(), pause);
        }
    }

    async look() {
        const {record, name} = this.props;
        const [values] = await this.orm.silent.read(
            record.resModel,
            [record.resId],
            [name]
        );
        this.state.progress = values[name];
        if (!values[name].running && !(await record.isDirty())) {
            await record.load();
        }
        this.lookAgain();
    }

    get lists() {
        return this.state.progress.lists;
    }

    get read() {
        return this.lists.reduce((sum, list) => sum + this.readOf(list), 0);
    }

    get total() {
        return this.lists.reduce((sum, list) => sum + list.total, 0);
    }

    get percent() {
        if (!this.state.progress.running) {
            return 100;
        }
        // Before QuickBooks has said how much there is, nothing is known to be done.
        const known = this.lists.every((list) => list.state !== "waiting");
        return known && this.total ? Math.floor((100 * this.read) / this.total) : 0;
    }

    get title() {
        return this.state.progress.title || _t("Update from QuickBooks");
    }

    get headings() {
        return (
            this.state.progress.headings || [
                _t("List"),
                _t("In QuickBooks"),
                _t("Status"),
                _t("Last Updated"),
            ]
        );
    }

    /** What is read now, and how far. */
    get headline() {
        const current = this.lists.find(
            (list) => list.state === "running" && list.total
        );
        if (!current) {
            return _t("Asking QuickBooks…");
        }
        return _t("%(list)s: %(read)s of %(total)s", {
            list: current.name,
            read: formatInteger(this.readOf(current)),
            total: formatInteger(current.total),
        });
    }

    readOf(list) {
        return Math.min(list.read, list.total);
    }

    /** What a list's line says: how far it is, or how many there are. */
    amount(list) {
        if (list.state === "running" && list.total) {
            return `${formatInteger(this.readOf(list))} / ${formatInteger(list.total)}`;
        }
        return list.updated_at && list.listed !== false
            ? formatInteger(list.listed)
            : "";
    }

    updated(list) {
        return list.updated_at
            ? toLocaleDateTimeString(deserializeDateTime(list.updated_at))
            : _t("Never");
    }

    badge(list) {
        const kinds = {
            done: "text-bg-success",
            running: "text-bg-info",
            failed: "text-bg-danger",
            stopped: "text-bg-warning",
        };
        return kinds[list.state] || "text-bg-secondary";
    }
}

registry.category("fields").add("quickbooks_pull_progress", {
    component: PullProgress,
    displayName: _t("Progress of an update from QuickBooks"),
    supportedTypes: ["json"],
});
