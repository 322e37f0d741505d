/** The pages on which a user takes the data away, or closes the account. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
import { type ProofView } from "./proof.js";
export declare const exportPage: (view: FormState & ProofView) => View;
export declare const deletePage: (view: FormState & ProofView & {
    readonly auditMonths: number;
}) => View;
export declare const deletedPage: (deleteAt: Date) => View;
