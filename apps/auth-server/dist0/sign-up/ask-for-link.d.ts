/** Sends whoever wants an account a link to the address that it is for. */
import type { Origin } from "../audit/actor.js";
import type { Context } from "../context.js";
import type { Form } from "../http/form.js";
export interface Asking {
    /** As `trimmedEmail` returns it, and without a fault. */
    readonly email: string;
    /** The authorization request that the account is for: kept with the link, which may be followed on another device. */
    readonly asked: Form | null;
    readonly language: string;
    readonly origin: Origin;
}
/**
 * Queue a mail: with a link if the address is free, and otherwise one that says so. Whoever asks learns neither which it was nor
 * whether there was one at all, and cannot time it: both take the same statements, and no password is hashed.
 */
export declare function askForLink({ db, secrets, config: { issuer } }: Context, { email, asked, language, origin }: Asking): Promise<void>;
