/**
 * Who here somebody is that a provider vouches for. Only issuer and subject say that. An address does so once, to link them, and
 * only if both sides have proof of it: a provider may let people choose their address, and so may whoever registered here with a
 * stranger's, to wait for the stranger's first sign-in.
 */
import type { Reason } from "../shared/index.js";
import type { Actor } from "../audit/actor.js";
import type { Context } from "../context.js";
import type { Provider } from "../providers/providers.sql.js";
import type { Vouched } from "./provider-answer.js";
export type Refused = Extract<Reason, "identity_unknown" | "identity_address_taken" | "identity_address_missing">;
/** The user that is linked, or can be by now; or why there is none. */
export declare function findOrLinkUser({ db }: Pick<Context, "db">, provider: Provider, vouched: Vouched, by: Actor): Promise<{
    readonly userId: string;
} | Refused>;
