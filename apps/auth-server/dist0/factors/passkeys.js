import { hashSecret } from "../secrets.js";
import { challengeSeconds, newChallenge } from "./challenges.js";
import { parseAssertion } from "./passkey-answers.js";
import { checkChallenge, orRefuse, refusing } from "./passkey-room.js";
import { findPasskey, listPasskeys, usePasskey } from "./passkeys.sql.js";
import { handleOfUser, rpIdOf, webAuthn } from "./relying-party.js";
const useOf = ({ userId, formToken }) => ({
    use: userId === null ? "sign-in" : "second factor",
    userId,
    formToken,
});
/** RFC 8176: one that can be copied is in software, wherever it was made. */
export const keyKind = ({ backupEligible }) => backupEligible ? "swk" : "hwk";
export const descriptorOf = ({ credentialId, transports }) => ({
    id: credentialId.toString("base64url"),
    transports: transports,
});
/**
 * What a page asks the browser for. Where nobody has given a password yet, it names no passkeys: no answer tells a stranger who
 * has some.
 *
 * @returns null if there can be no answer
 */
export async function passkeyOptions({ db, secrets, config: { issuer }, now }, { userId, formToken }) {
    const rpID = rpIdOf(issuer);
    if (rpID === null)
        return null;
    const asked = {
        rpID,
        challenge: new Uint8Array(newChallenge(secrets, useOf({ userId, formToken }), now())),
        timeout: challengeSeconds * 1000,
    };
    const { generateAuthenticationOptions } = await webAuthn();
    // Alone, a passkey has to be two factors: the device, and what unlocks it.
    if (userId === null)
        return generateAuthenticationOptions({ ...asked, userVerification: "required" });
    const passkeys = await listPasskeys(db, userId);
    if (passkeys.length === 0)
        return null;
    const allowCredentials = passkeys.map(descriptorOf);
    return generateAuthenticationOptions({ ...asked, userVerification: "discouraged", allowCredentials });
}
/**
 * Check a passkey's answer, and use it up.
 *
 * @param answer the browser's, as JSON
 * @throws {OAuthError} invalid_grant: passkey_refused for all that proves nothing, passkey_too_late, user_disabled
 */
export async function checkPasskey(room, { answer, origin, ...asking }) {
    const refuse = refusing(room, origin);
    const assertion = await orRefuse(refuse, () => parseAssertion(answer));
    const challenge = await orRefuse(refuse, () => checkChallenge(room, refuse, assertion.response.clientDataJSON, useOf(asking)));
    const passkey = await findPasskey(room.db, Buffer.from(assertion.id, "base64url"));
    if (passkey === null)
        throw refuse("it is unknown");
    const { id, userId } = passkey;
    const answered = await orRefuse(refuse, () => verify(room, assertion, challenge, passkey, asking), passkey);
    const used = await usePasskey(room.db, { id, challengeHash: hashSecret(challenge), ...answered });
    if (!used.answeredNow)
        throw refuse("the challenge was answered before", passkey);
    if (used.disabled === true)
        throw refuse("its user is disabled", passkey, "user_disabled");
    if (used.disabled === null)
        throw refuse("it was removed meanwhile", passkey);
    if (used.credentialVersion === null)
        throw refuse("its count did not rise: there may be a copy of it", passkey);
    const amr = [keyKind(passkey), ...(asking.userId === null ? ["user"] : []), "mfa"];
    return { userId, credentialVersion: used.credentialVersion, amr };
}
/** @throws {Error} */
async function verify({ config: { issuer } }, { response: { userHandle, ...response }, ...assertion }, expectedChallenge, { userId, publicKey, backupEligible }, asking) {
    if (asking.userId !== null && asking.userId !== userId)
        throw new Error("it is another user's");
    if (userHandle ? !handleOfUser(userId).equals(Buffer.from(userHandle, "base64url")) : asking.userId === null)
        throw new Error("it is for another account");
    const { verifyAuthenticationResponse } = await webAuthn();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: { ...assertion, response, clientExtensionResults: {} },
        expectedChallenge,
        expectedOrigin: issuer,
        expectedRPID: rpIdOf(issuer) ?? [],
        requireUserVerification: asking.userId === null,
        // The count is compared where it is written, or two answers at once would both pass.
        credential: { id: assertion.id, publicKey: new Uint8Array(publicKey), counter: 0 },
    });
    if (!verified)
        throw new Error("its signature is wrong");
    if ((authenticationInfo.credentialDeviceType === "multiDevice") !== backupEligible)
        throw new Error("it says otherwise than before whether it can be copied");
    return { signCount: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp };
}
//# sourceMappingURL=passkeys.js.map