/** The operator's `SECRETS`, and the keys derived from them by HKDF (RFC 5869), one per use. */
import { createSecretKey, hash, hkdfSync, randomBytes } from "node:crypto";
export { parseSecrets } from "./shared/named-secrets.js";
/** Derive each entry's keys; done once, at start. */
export function deriveSecrets(entries) {
    const [first, ...rest] = entries;
    return [deriveEntry(first), ...rest.map(deriveEntry)];
}
function deriveEntry({ name, bytes }) {
    const derive = (label) => createSecretKey(Buffer.from(hkdfSync("sha256", bytes, "", `regrant ${label}`, 32)));
    return {
        name,
        refreshTag: derive("refresh-tag"),
        refreshSuccessor: derive("refresh-successor"),
        signingKeyEncryption: derive("signing-key-encryption"),
        sealing: derive("sealing"),
        challengeTag: derive("challenge-tag"),
        knownBrowserTag: derive("known-browser-tag"),
    };
}
/** A 256-bit secret or token handle: 43 URL-safe characters. */
export const newSecret = () => randomBytes(32).toString("base64url");
/** How Regrant's own secrets are stored: SHA-256 is enough for 256 random bits. */
export const hashSecret = (secret) => hash("sha256", secret, "buffer");
//# sourceMappingURL=secrets.js.map