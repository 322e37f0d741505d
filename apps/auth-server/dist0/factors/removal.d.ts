/** What holds for the removal of any factor. */
import { OAuthError } from "../shared/index.js";
import type { Transaction } from "../database/database.js";
import type { User } from "../users/users.sql.js";
export declare const factorUnknown: () => OAuthError;
/**
 * In the transaction in which users have removed a factor of their own, under their row's lock: of two who remove each
 * other's last, one is refused.
 *
 * @throws {OAuthError} if they may not do without it
 */
export declare function checkWhatRemains(tx: Transaction, { id, roles }: Pick<User, "id" | "roles">, requireMfaRoles: readonly string[]): Promise<void>;
