/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {Component, onMounted, onWillUnmount, xml} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/* However fast the queue is, a screen is read again once in that time. */
const PACE = 1000;

/**
 * Look again whenever the queue has changed something, at most once a second.
 *
 * @param {Function} concerns whether changes, `{model: ids or null for any}`, matter
 * @param {Function} look reads the screen again; true when it has to wait
 */
export function useQuickbooksChanges(concerns, look) {
    const bus = useService("bus_service");
    let timer = null;
    const lookSoon = () => {
        timer ??= browser.setTimeout(async () => {
            timer = null;
            if (await look()) {
                lookSoon();
            }
        }, PACE);
    };
    const onChange = (changes) => {
        if (concerns(changes)) {
            lookSoon();
        }
    };
    onMounted(() => {
        bus.subscribe("quickbooks", onChange);
        bus.start();
    });
    onWillUnmount(() => {
        bus.unsubscribe("quickbooks", onChange);
        browser.clearTimeout(timer);
    });
}

/**
 * In a form: shows the record as it is now, unless somebody is at work on it. Where
 * somebody waits for it, it also looks `every` so many seconds: a lost connection must
 * not look like a failure.
 */
export class QuickbooksLive extends Component {
    static template = xml`<t/>`;
    static props = {...standardWidgetProps, every: {type: Number, optional: true}};

    setup() {
        useQuickbooksChanges(
            (changes) => this.concerns(changes),
            () => this.look()
        );
        if (this.props.every) {
            onMounted(() => {
                const pause = 1000 * this.props.every;
                this.timer = browser.setInterval(() => this.look(), pause);
            });
            onWillUnmount(() => browser.clearInterval(this.timer));
        }
    }

    concerns(changes) {
        const {resModel, resId} = this.props.record;
        const ids = changes[resModel];
        return Boolean(resId) && (ids === null || Boolean(ids?.includes(resId)));
    }

    async look() {
        const {record} = this.props;
        const typing = document.activeElement?.matches(
            ".o_form_view input, .o_form_view textarea, .o_form_view [contenteditable]"
        );
        if (record.dirty || typing) {
            return true;
        }
        await record.load();
        return false;
    }
}

registry.category("view_widgets").add("quickbooks_live", {
    component: QuickbooksLive,
    extractProps: ({attrs}) => ({every: Number(attrs.every) || undefined}),
});
