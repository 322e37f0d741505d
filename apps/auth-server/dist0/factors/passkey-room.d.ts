/** What passkeys need of the process, and how an answer is refused. */
import { OAuthError, type Reason } from "../shared/index.js";
import type { Origin } from "../audit/actor.js";
import type { AuditRefusal } from "../audit/refusal-audit.js";
import type { Background } from "../background.js";
import type { Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type ChallengeUse } from "./challenges.js";
export interface PasskeyRoom {
    readonly db: Pool;
    readonly secrets: Secrets;
    readonly config: {
        readonly issuer: string;
    };
    readonly now: () => number;
    readonly auditRefusal: AuditRefusal;
    readonly background: Background;
}
/** About whom the audit tells of a refusal: the passkey's owner, where it is known. */
export interface About {
    readonly userId?: string;
    readonly id?: string;
}
/** How an answer that proves nothing is refused: alike, whatever the problem, which the audit has. */
export type Refuse = (problem: unknown, about?: About, reason?: Reason) => OAuthError;
export declare const refusing: ({ db, auditRefusal, background }: PasskeyRoom, origin: Origin) => Refuse;
/** Whatever goes wrong in reading or verifying an answer is the answer's fault. */
export declare function orRefuse<T>(refuse: Refuse, work: () => T | Promise<T>, about?: About): Promise<T>;
/** @throws {OAuthError} unless this server asked for it, on this page, for this use. @returns the challenge in base64url */
export declare function checkChallenge({ secrets, now }: PasskeyRoom, refuse: Refuse, clientDataJSON: string, use: ChallengeUse): string;
