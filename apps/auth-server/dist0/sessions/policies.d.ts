import type { RefreshDecision } from "./decide-refresh.js";
import type { LockedSession } from "./judge.sql.js";
import type { Rotation } from "./rotate.sql.js";
export interface Policies {
    readonly onAddressChange: "log" | "revoke" | "ignore";
    /** 0: refreshes are not counted. */
    readonly refreshBurst: number;
    readonly onRefreshBurst: "log" | "revoke";
}
/** The client's own policies, or else the settings. */
export declare const policiesOf: (config: Policies, client: { readonly [name in keyof Policies]: Policies[name] | null; }) => Policies;
/** The statement's conditions, so that it does not match a suspicious refresh. */
export declare const watch: (policies: Policies, address: string) => Pick<Rotation, "network" | "burst">;
/** For a statement that follows the decision. */
export declare const unwatched: {
    readonly network: null;
    readonly burst: null;
};
/** What to audit, and whether to end the session and refuse the refresh. */
export interface Suspicion {
    readonly kind: Extract<RefreshDecision, "address_changed" | "refresh_burst">;
    readonly revokes: boolean;
    readonly detail: Readonly<Record<string, string | number | boolean>>;
}
/**
 * What is suspicious about an otherwise valid refresh. A retry does not count as another refresh, but its network
 * counts: a thief may have sent it.
 */
export declare function suspicionsOf(session: LockedSession, decision: RefreshDecision, presented: Pick<Rotation, "address" | "country" | "userAgent" | "accessTokenSeconds">, policies: Policies): Suspicion[];
