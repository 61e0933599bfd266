/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {Component, useState} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {CopyButton} from "@web/core/copy_button/copy_button";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/**
 * The password of the Web Connector: made on request, and shown as long as this page is
 * open. The server keeps a hash only, so it is never read again.
 */
export class ConnectorPassword extends Component {
    static template = "tms_quickbooks.ConnectorPassword";
    static components = {CopyButton};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.state = useState({password: null});
    }

    get hasOne() {
        return this.props.record.data.has_qb_password;
    }

    get copied() {
        return _t("Copied");
    }

    onClick() {
        if (!this.hasOne) {
            return this.make();
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Renew Password"),
            body: _t(
                "The Web Connector is turned away until the new password is entered there. Go on?"
            ),
            confirmLabel: _t("Renew Password"),
            confirm: () => this.make(),
            cancel: () => {},
        });
    }

    async make() {
        const {record} = this.props;
        this.state.password = await this.orm.call(
            record.resModel,
            "action_renew_password",
            [[record.resId]]
        );
        if (!(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("quickbooks_connector_password", {
    component: ConnectorPassword,
    fieldDependencies: [{name: "has_qb_password", type: "boolean"}],
});
