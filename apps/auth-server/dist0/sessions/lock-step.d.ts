import type { LockedSession } from "./judge.sql.js";
import type { Policies } from "./policies.js";
import type { Rotation } from "./rotate.sql.js";
/**
 * This many consecutive generations count as theft. An honest client that loses responses while moving is luckier
 * than that.
 */
export declare const mostElsewhereInARow = 3;
type Retry = Pick<Rotation, "address" | "userAgent">;
export interface Elsewhere {
    readonly network: boolean;
    readonly userAgent: boolean;
}
/**
 * Whether a retry came from a different place than the rotation. Under `ignore`, networks say nothing about this
 * client's users.
 */
export declare function elsewhereOf({ rotatedAddress, rotatedUserAgent }: Pick<LockedSession, "rotatedAddress" | "rotatedUserAgent">, { address, userAgent }: Retry, onAddressChange: Policies["onAddressChange"]): Elsewhere;
/** How many consecutive generations were retried from elsewhere, including this retry of the parent. */
export declare function elsewhereInARow(session: Pick<LockedSession, "generation" | "elsewhereGeneration" | "elsewhereInARow">, { network, userAgent }: Elsewhere): number;
export {};
