/** The pages behind the link that proves an address. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
export declare const verifyPage: (view: FormState & {
    readonly email: string;
    readonly token: string;
}) => View;
export declare const verifiedPage: (email: string) => View;
