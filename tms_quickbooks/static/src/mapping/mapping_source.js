/* Copyright 2026 tms_quickbooks contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */
import {registry} from "@web/core/registry";
import {ReferenceField, referenceField} from "@web/views/fields/reference/reference_field";

/** A reference to one of the models that its kind of mapping starts from. */
export class MappingSource extends ReferenceField {
    get selection() {
        const models = this.props.record.data.source_models || [];
        return super.selection.filter(([model]) => models.includes(model));
    }

    /** Where there is one model only, nobody has to choose it. */
    getRelation() {
        const [first, second] = this.selection;
        return super.getRelation() || (second ? undefined : first?.[0]);
    }
}

registry.category("fields").add("quickbooks_mapping_source", {
    ...referenceField,
    component: MappingSource,
    supportedTypes: ["reference"],
    fieldDependencies: [{name: "source_models", type: "json"}],
});
