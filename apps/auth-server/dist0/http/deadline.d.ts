import type { Work } from "./admission/work.js";
/**
 * The result of part of the request's work, if it arrives in time. Late work continues and keeps the request's place;
 * if it commits after all, the client's retry gets the same successor.
 *
 * @throws {OAuthError} temporarily_unavailable when time is up
 */
export declare function withDeadline<T>(work: Work, part: Promise<T>): Promise<T>;
