/** The secrets that this server proves itself to providers with: sealed at rest, since they have to be read again. */
import { type Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type Provider } from "./providers.sql.js";
export declare const sealProviderSecret: (secrets: Secrets, id: string, secret: string) => Buffer;
/** @throws {Error} if no entry of `SECRETS` opens it */
export declare function openProviderSecret(secrets: Secrets, { id, clientSecret }: Pick<Provider, "id" | "clientSecret">): string | null;
/** The name of the entry of `SECRETS` that opens a provider's secret; null if none does. */
export declare const entryOf: (secrets: Secrets, { id, clientSecret }: Provider) => string | null;
/**
 * Seal every secret under the first entry of `SECRETS`. Servers that know only an older entry could not read them any more.
 *
 * @returns how many were under another entry
 * @throws {Error} if one cannot be opened; those before it are changed
 */
export declare function rewrapProviderSecrets(db: Pool, secrets: Secrets): Promise<number>;
