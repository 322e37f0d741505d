/** Common to every administrative act, by API or command line. */
import type { Actor } from "../audit/actor.js";
export interface Act {
    /** Who acts. */
    readonly by: Actor;
    /** Called with the current state, under its lock, before any change; throws to prevent it. */
    readonly check?: (current: object) => void;
}
type Members = Readonly<Record<string, unknown>>;
/** The detail of an audit event: which members changed, from what to what. */
export declare function changesBetween(before: Members, after: Members): {
    changed: string[];
} & Members;
/** The value sent, including null; otherwise the current one. */
export declare const sentOr: <T>(sent: T | undefined, otherwise: T) => T;
/** A page of a list; `nextCursor` is null on the last page. */
export interface Page<T> {
    readonly items: readonly T[];
    readonly nextCursor: string | null;
}
export interface PageRequest {
    readonly limit: number;
    /** The `nextCursor` of the previous page; absent for the first. */
    readonly cursor?: string | undefined;
}
/** Is it a time as `toISOString` writes it? `Date.parse` accepts more, such as February 30, which PostgreSQL rejects. */
export declare const isTime: (text: string) => boolean;
/** A page key of a time, to the microsecond, and an id. */
export declare const isTimeKey: (key: string) => boolean;
/**
 * One page. `list` fetches one more item than the page has; `keyOf` is where the next page starts.
 *
 * Pages start after a key, not an offset, so items inserted in between shift nothing.
 */
export declare function pageOf<T>({ limit, cursor }: PageRequest, list: (after: string | null, limit: number) => Promise<T[]>, keyOf: (item: T) => string, isKey?: (key: string) => boolean): Promise<Page<T>>;
/** Something registered, with the secret that was made for it. */
export interface WithSecret<T, S = string> {
    readonly item: T;
    /** Shown once; only its hash is stored. */
    readonly secret: S;
}
export {};
