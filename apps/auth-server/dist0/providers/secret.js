/** The secrets that this server proves itself to providers with: sealed at rest, since they have to be read again. */
import { inTransaction } from "../database/database.js";
import { seal, unseal } from "../sealing.js";
import { listProviders, lockProvider, updateProvider } from "./providers.sql.js";
const use = "provider secret";
export const sealProviderSecret = (secrets, id, secret) => seal(secrets, use, id, secret);
/** @throws {Error} if no entry of `SECRETS` opens it */
export function openProviderSecret(secrets, { id, clientSecret }) {
    if (clientSecret === null)
        return null;
    const secret = unseal(secrets, use, id, clientSecret);
    if (secret !== null)
        return secret;
    throw new Error(`no entry of SECRETS opens the secret of the provider ${id}; put back the entry that was removed, or set the secret anew: regrant provider secret ${id}`);
}
/** The name of the entry of `SECRETS` that opens a provider's secret; null if none does. */
export const entryOf = (secrets, { id, clientSecret }) => clientSecret === null
    ? null
    : (secrets.find((entry) => unseal([entry], use, id, clientSecret) !== null)?.name ?? null);
/**
 * Seal every secret under the first entry of `SECRETS`. Servers that know only an older entry could not read them any more.
 *
 * @returns how many were under another entry
 * @throws {Error} if one cannot be opened; those before it are changed
 */
export async function rewrapProviderSecrets(db, secrets) {
    let rewrapped = 0;
    for (const { id } of await listProviders(db)) {
        rewrapped += await inTransaction(db, async (tx) => {
            const provider = await lockProvider(tx, id);
            if (provider === null || provider.clientSecret === null)
                return 0;
            if (unseal([secrets[0]], use, id, provider.clientSecret) !== null)
                return 0;
            const secret = openProviderSecret(secrets, provider) ?? "";
            await updateProvider(tx, { ...provider, clientSecret: sealProviderSecret(secrets, id, secret) });
            return 1;
        });
    }
    return rewrapped;
}
//# sourceMappingURL=secret.js.map