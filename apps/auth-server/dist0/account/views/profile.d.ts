/** The page on which people say what apps may know about them. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
import { type EditableField } from "../../users/claims.js";
export interface ProfileView extends FormState {
    /** As they were kept, or typed. */
    readonly values: ReadonlyMap<EditableField, string>;
    /** Those that cannot be kept. */
    readonly wrong: ReadonlySet<EditableField>;
    readonly isNumberVerified: boolean;
}
export declare const profilePage: (view: ProfileView) => View;
