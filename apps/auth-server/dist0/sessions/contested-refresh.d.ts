import type { Actor } from "../audit/actor.js";
import type { AuditRefusal } from "../audit/refusal-audit.js";
import { type Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type WhichSessions } from "./end.sql.js";
import type { EndReason } from "./end-reasons.js";
import { type Policies } from "./policies.js";
import { type RefreshToken } from "./refresh-token.js";
import { type Rotation } from "./rotate.sql.js";
import type { SessionGrant } from "./session.sql.js";
import type { StallWatch } from "./stalls.js";
import type { UnansweredRotations } from "./unanswered-rotations.js";
export interface RefreshRoom {
    readonly config: {
        readonly refreshRetrySeconds: number;
        readonly reuseRevokes: "session" | "user";
    };
    readonly db: Pool;
    readonly secrets: Secrets;
    readonly auditRefusal: AuditRefusal;
    readonly unanswered: UnansweredRotations;
    readonly stalls: StallWatch;
    readonly monotonic: () => number;
    readonly log: {
        error(what: object, message: string): void;
    };
}
export interface SettledRefresh {
    readonly outcome: "issued" | "retried";
    readonly grant: SessionGrant;
    /** The refresh token for the response. */
    readonly successor: RefreshToken;
    /** Whether it is a retry only because an earlier attempt went unanswered. */
    readonly isExcused?: boolean;
}
export interface ContestedRefresh {
    readonly presented: RefreshToken;
    readonly rotation: Rotation;
    readonly policies: Policies;
    /** Of the request. Whether its signal is aborted counts at the moment of the decision. */
    readonly work: {
        readonly signal: AbortSignal;
    };
    /** Signs the user out everywhere: sign-ins and codes too, which are not this room's. */
    endEverything(whose: Pick<WhichSessions, "userId" | "openedUntil">, reason: EndReason, by: Actor): Promise<unknown>;
}
/** @throws {OAuthError} with the decision's reason, after its effect was committed */
export declare function settleContestedRefresh(room: RefreshRoom, refresh: ContestedRefresh): Promise<SettledRefresh>;
