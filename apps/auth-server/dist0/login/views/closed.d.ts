/** The page that offers to keep an account which its user has closed. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
export interface ClosedView extends FormState {
    readonly email: string;
    readonly deleteAt: Date;
}
export declare const closedPage: (view: ClosedView) => View;
