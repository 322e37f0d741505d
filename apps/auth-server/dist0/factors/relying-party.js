/** This server as authenticators know it. */
import { isIP } from "node:net";
/** The relying party's id: the issuer's host. Null for an IP address, which can have no passkeys. */
export function rpIdOf(issuer) {
    const { hostname } = new URL(issuer);
    return isIP(hostname.replace(/^\[|\]$/g, "")) === 0 ? hostname : null;
}
/** The id's 16 bytes: it stays when the address changes, and says nothing of the person. */
export const handleOfUser = (userId) => Buffer.from(userId.replaceAll("-", ""), "hex");
/** @see https://www.w3.org/TR/webauthn-3/#sctn-signal-methods */
export function passkeyAccount(issuer, { id, email }, passkeys) {
    const rpId = rpIdOf(issuer);
    if (rpId === null)
        return null;
    return {
        rpId,
        userId: handleOfUser(id).toString("base64url"),
        name: email,
        displayName: email,
        allAcceptedCredentialIds: passkeys.map(({ credentialId }) => credentialId.toString("base64url")),
    };
}
/** Loaded when somebody asks for it: it takes longer than all else that a server starts with. */
export const webAuthn = () => import("@simplewebauthn/server");
//# sourceMappingURL=relying-party.js.map