/**
 * Authenticator apps: six digits that change every 30 seconds, from a secret that the app and this server share.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6238
 */
import { Secret, TOTP } from "otpauth";
import { seal, unseal } from "../sealing.js";
import { guessFactor } from "./guess-factor.js";
import { consumeTotpStep, findTotp } from "./totp.sql.js";
/** The only parameters that every authenticator app follows; several ignore others without a word. */
const parameters = { algorithm: "SHA1", digits: 6, period: 30 };
/** Bytes: as many as SHA-1 returns (RFC 4226 §4, R6). */
const secretSize = 20;
/** Time steps that a clock may be off, either way (RFC 6238 §5.2). */
const window = 1;
/** @returns a new secret in base32 */
export const newTotpSecret = () => new Secret({ size: secretSize }).base32;
/** What authenticator apps read from a QR code (the Key URI format of Google Authenticator). */
export const totpUri = (secret, names) => new TOTP({ ...parameters, ...names, secret: Secret.fromBase32(secret) }).toString();
/** The digits of a typed code; null if it cannot be one. Apps show it with a space in the middle. */
export function totpDigits(typed) {
    const digits = typed.normalize("NFKC").replace(/[\s-]/g, "");
    return /^\d{6}$/.test(digits) ? digits : null;
}
/**
 * The time step that a code belongs to; null if it is wrong. Does not check whether it was used.
 *
 * @param now milliseconds since 1970
 */
export function totpStep(secret, digits, now) {
    const totp = new TOTP({ ...parameters, secret: Secret.fromBase32(secret) });
    const delta = totp.validate({ token: digits, timestamp: now, window });
    return delta === null ? null : totp.counter({ timestamp: now }) + delta;
}
export const sealTotpSecret = (secrets, userId, secret) => seal(secrets, "totp secret", userId, secret);
export const openTotpSecret = (secrets, userId, sealed) => unseal(secrets, "totp secret", userId, sealed);
/**
 * Check a user's code, and use it up. A wrong one is counted and audited.
 *
 * @throws {OAuthError} invalid_grant if it is wrong or was used before, too_many_requests
 */
export async function checkTotp(room, { userId, digits, origin }) {
    await guessFactor(room, { userId, kind: "totp", origin }, () => consumeCode(room.db, room.secrets, { userId, digits, now: room.now() }));
}
/** @returns why the code is refused; null if it is right, and from now on used */
async function consumeCode(db, secrets, { userId, digits, now }) {
    const sealed = await findTotp(db, userId);
    if (sealed === null)
        return "factor_code_mismatch";
    const secret = openTotpSecret(secrets, userId, sealed);
    if (secret === null) {
        throw new Error(`no entry of SECRETS opens the authenticator of user ${userId}; restore the one removed`);
    }
    const step = totpStep(secret, digits, now);
    if (step === null)
        return "factor_code_mismatch";
    return (await consumeTotpStep(db, userId, step)) ? null : "factor_code_used";
}
//# sourceMappingURL=totp.js.map