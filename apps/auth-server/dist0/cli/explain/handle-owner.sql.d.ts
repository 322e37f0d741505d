/** Finds what a secret issued by Regrant belongs to, by its hash. */
import type { Db } from "../../database/database.js";
export interface HandleOwner {
    readonly kind: "authorization_code" | "client_secret" | "resource_secret" | "sign_in";
    readonly clientId: string | null;
    readonly email: string | null;
    readonly resource: string | null;
    /** The session opened by the code. */
    readonly sessionId: string | null;
    readonly expiresAt: Date | null;
    readonly expired: boolean;
    /** When the user or client was disabled. */
    readonly disabledAt: Date | null;
}
/** Scans the secrets of clients and resources, which are few; codes and sign-ins by primary key. */
export declare function findHandleOwner(db: Db, hash: Buffer): Promise<HandleOwner | null>;
