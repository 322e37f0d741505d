import type { Db } from "../database/database.js";
export interface Supported {
    readonly scope: readonly string[];
    /** Whether any resource is open to clients that nobody registered. */
    readonly isOpen: boolean;
}
/** Empty until the database has answered once. */
export type SupportedScope = () => Promise<Supported>;
/** `monotonic` counts milliseconds. */
export declare function createSupportedScope(db: Db, issuer: string, monotonic: () => number): SupportedScope;
