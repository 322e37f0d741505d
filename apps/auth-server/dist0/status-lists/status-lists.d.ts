import type { StatusListReference } from "../shared/index.js";
import type { Db } from "../database/database.js";
import type { ActiveKey } from "../keys/sign-jws.js";
export interface PublishedList {
    /** The status list token, and the same compressed. */
    readonly plain: Buffer;
    readonly gzip: Buffer;
}
export interface StatusLists {
    /** The bit of a session or client with this number. Asks the database once for each list. */
    referenceOf(statusIndex: number): Promise<StatusListReference>;
    /** Null if there is none yet. */
    find(number: number): Promise<PublishedList | null>;
}
interface StatusListsRoom {
    readonly db: Db;
    readonly issuer: string;
    readonly signingKey: () => ActiveKey;
    /** Milliseconds since 1970. */
    readonly now: () => number;
    /** Milliseconds; never steps. */
    readonly monotonic: () => number;
}
export declare function createStatusLists(room: StatusListsRoom): StatusLists;
export {};
