import type { AccessToken } from "./claims.js";
import { type RevocationStatus, type StatusEntry, type StatusListsOptions } from "./status-lists.js";
export interface RevocationCheck {
    /**
     * Where the status of a token with a verified signature is; null if it has none.
     *
     * @throws OAuthError `invalid_token` if it refers to anything but a list of its issuer
     */
    entryOf(token: AccessToken): StatusEntry | null;
    /** @throws OAuthError `invalid_token`, reason `token_revoked`; 503 `temporarily_unavailable`, reason `status_unavailable` */
    check(entry: StatusEntry, at: number): void;
    poll(): Promise<void>;
    status(): RevocationStatus;
    close(): void;
}
export declare function createRevocationCheck(options: StatusListsOptions): RevocationCheck;
