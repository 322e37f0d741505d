/** The part of a form that proves who is there. */
import { type Html } from "../../http/views/html.js";
import type { Texts } from "../../http/views/texts/en.js";
export interface ProofView {
    readonly email: string;
    /** Whether it is asked for. */
    readonly hasPassword: boolean;
    /** What is wrong with it. */
    readonly problem: string | null;
}
/** With the user name for password managers, which pass over hidden fields. */
export declare function proofField({ email, hasPassword, problem }: ProofView, { account: { password } }: Texts, isFocused?: boolean): Html | "";
