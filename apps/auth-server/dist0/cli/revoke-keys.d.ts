/** regrant key rotate --emergency: explains what it ends and what it cannot end, then does it. */
import type { Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
interface RevokeOptions {
    readonly all?: boolean;
    readonly yes?: true;
    readonly json?: true;
}
export declare function revokeLeakedKeys(db: Pool, secrets: Secrets, accessTokenSeconds: number, { all, yes, json }: RevokeOptions): Promise<void>;
export {};
