/** What the status lists say of an access token, as APIs that poll them see it. */
import type { AccessTokenClaims } from "../../shared/index.js";
import type { Db } from "../../database/database.js";
export interface StatusEntry {
    readonly isRevoked: boolean;
    /** "entry 93842 of https://auth.example.com/status/0, not revoked". */
    readonly told: string;
}
/** Null if the token refers to none. */
export declare function findStatusEntry(db: Db, { status }: AccessTokenClaims): Promise<StatusEntry | null>;
