import { openTotpSecret, sealTotpSecret } from "./totp.js";
import { countTotpBySecret, listTotpUnderOthers, resealTotp } from "./totp.sql.js";
const batch = 500;
/**
 * Seal every authenticator's secret under the first entry of `SECRETS`. Each is replaced by a statement of its own, so that
 * servers go on meanwhile, and a call that was interrupted can be repeated.
 *
 * @returns how many were under another entry
 * @throws {Error} if an entry is missing that one of them needs; then none is changed
 */
export async function rewrapTotp(db, secrets) {
    const known = new Set(secrets.map(({ name }) => name));
    const missing = [...(await countTotpBySecret(db)).keys()].filter((name) => !known.has(name));
    if (missing.length > 0)
        throw new Error(`SECRETS lacks ${missing.join(", ")}, under which secrets of authenticator apps are encrypted`);
    let rewrapped = 0;
    for (let after = null;;) {
        const found = await listTotpUnderOthers(db, secrets[0].name, after, batch);
        for (const old of found) {
            const secret = openTotpSecret(secrets, old.userId, old.secret);
            if (secret === null)
                throw new Error(`the entry ${old.secretName} of SECRETS is not the one that encrypted the secret of the authenticator app of user ${old.userId}`);
            const next = sealTotpSecret(secrets, old.userId, secret);
            await resealTotp(db, old, { secret: next, secretName: secrets[0].name });
        }
        rewrapped += found.length;
        after = found.at(-1)?.userId ?? null;
        if (found.length < batch)
            return rewrapped;
    }
}
//# sourceMappingURL=rewrap.js.map