import type { Secrets } from "../secrets.js";
/** How long a page can be open before its challenge is answered. */
export declare const challengeSeconds = 600;
/** What else an answer has to match. */
export interface ChallengeUse {
    readonly use: "sign-in" | "second factor" | "registration";
    /** Whose passkey it is for; null: anybody's. */
    readonly userId: string | null;
    readonly formToken: string;
}
/** @param now milliseconds since 1970 */
export declare function newChallenge([{ challengeTag }]: Secrets, use: ChallengeUse, now: number): Buffer;
/** Whether this server made it for this use. Does not tell whether it was answered before. */
export declare function judgeChallenge(secrets: Secrets, challenge: Buffer, use: ChallengeUse, now: number): "good" | "expired" | "foreign";
