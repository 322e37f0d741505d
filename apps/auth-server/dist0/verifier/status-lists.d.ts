/**
 * The status lists that verified tokens refer to, polled in the background. No request waits for one: past `staleSeconds`
 * without an answer, tokens are accepted or refused, as configured.
 */
import type { StatusListReference } from "../shared/index.js";
import type { VerificationKey } from "./jwks.js";
import type { Revocation } from "./revocation-options.js";
import { type StatusList } from "./status-list.js";
/** A list that a token refers to. Times are in milliseconds since 1970. */
export interface PolledList {
    readonly uri: string;
    /** Null until it was fetched. */
    list: StatusList | null;
    /** When the issuer last confirmed it; until it has, since when it has been asked for. */
    confirmedAt: number;
    /** Until when a token that refers to it can be alive. */
    neededUntil: number;
    etag: string | null;
    dueAt: number;
    failuresInARow: number;
    inFlight: Promise<void> | null;
}
/** The one bit that decides, found once for each token. */
export interface StatusEntry {
    readonly list: PolledList;
    readonly idx: number;
}
export interface RevocationStatus {
    /** How many lists are polled. */
    readonly lists: number;
    /** Of which so many are older than `staleSeconds`. */
    readonly staleLists: number;
    /** Since the issuer last confirmed the list that was confirmed the longest ago; null without lists. */
    readonly ageSeconds: number | null;
    /** Fetches so far, and how many failed. */
    readonly attempts: number;
    readonly failures: number;
    /** Why the last fetch failed; null if it succeeded. */
    readonly lastError: string | null;
    /** Tokens refused because they were revoked. */
    readonly refused: number;
    /** Tokens that a stale list was asked about. */
    readonly askedStale: number;
}
export interface StatusListsOptions extends Revocation {
    readonly clockToleranceSeconds: number;
    /** The key of this kid, fetched first if need be. */
    readonly findKey: (kid: string) => Promise<VerificationKey | undefined>;
    readonly refreshInBackground: boolean;
    /** Milliseconds since 1970. */
    readonly now: () => number;
    readonly onFailure: (message: string) => void;
}
export interface StatusLists {
    /** The list that a token with a verified signature refers to, which is fetched soon. Null: there are too many. */
    follow(uri: StatusListReference["uri"], tokenExpiresAt: number): PolledList | null;
    /** Have the list fetched if it is due and nothing does so in the background. */
    touch(list: PolledList, at: number): void;
    /** Fetch what is due, and wait for it. Never throws. */
    poll(): Promise<void>;
    status(): Pick<RevocationStatus, "lists" | "staleLists" | "ageSeconds" | "attempts" | "failures" | "lastError">;
    close(): void;
}
export declare function createStatusLists(options: StatusListsOptions): StatusLists;
