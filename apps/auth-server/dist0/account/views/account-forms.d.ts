/** The account's forms that have a page of their own: the password, and the question before everything ends. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
export interface PasswordView extends FormState {
    readonly email: string;
    /** False for who has none yet, and sets the first. */
    readonly hasPassword: boolean;
    readonly problem: {
        readonly field: "password" | "new_password" | null;
        readonly text: string;
    } | null;
}
export declare const passwordPage: (view: PasswordView) => View;
export interface EndView extends FormState {
    readonly which: "endOthers" | "endAll";
    /** What would end; more than `most` is not counted. */
    readonly sessions: number;
    readonly browsers: number;
    readonly most: number;
}
export declare const endPage: (view: EndView) => View;
