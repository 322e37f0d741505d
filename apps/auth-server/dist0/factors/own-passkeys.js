import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { hashSecret } from "../secrets.js";
import { changeCredentialVersion } from "../users/users.sql.js";
import { newChallenge } from "./challenges.js";
import { recordRemoved, withUser } from "./factor-acts.js";
import { deletePasskeys, findFactors, needsSecondFactor } from "./factors.sql.js";
import { parseRegistration, refuseCertificates } from "./passkey-answers.js";
import { checkChallenge, orRefuse, refusing } from "./passkey-room.js";
import { descriptorOf, keyKind } from "./passkeys.js";
import { answerChallenge, insertPasskey, listPasskeys } from "./passkeys.sql.js";
import { renewRecoveryCodes } from "./recovery-codes.js";
import { handleOfUser, rpIdOf, webAuthn } from "./relying-party.js";
import { checkWhatRemains, factorUnknown } from "./removal.js";
/** Of one user. The page names all of them to the browser. */
export const mostPasskeys = 20;
/** How long the browser lets a person take to make one, in seconds. */
export const makingSeconds = 120;
/** EdDSA, ES256, RS256 (COSE): what every authenticator has, the shorter ones first. */
const supportedAlgorithmIDs = [-8, -7, -257];
const useOf = ({ userId, formToken }) => ({ use: "registration", userId, formToken });
/**
 * What the account's page asks the browser to make: a passkey that is found without a user name, and unlocked by its user. No
 * attestation: any authenticator is welcome, and which one it is is nobody's business.
 *
 * @returns null if there can be none, or no more
 */
export async function registrationOptions({ db, secrets, config: { issuer }, now }, owner) {
    const rpID = rpIdOf(issuer);
    const passkeys = await listPasskeys(db, owner.userId);
    if (rpID === null || passkeys.length >= mostPasskeys)
        return null;
    const { generateRegistrationOptions } = await webAuthn();
    return generateRegistrationOptions({
        rpID,
        rpName: owner.rpName,
        userID: new Uint8Array(handleOfUser(owner.userId)),
        userName: owner.email,
        userDisplayName: owner.email,
        challenge: new Uint8Array(newChallenge(secrets, useOf(owner), now())),
        timeout: makingSeconds * 1000,
        attestationType: "none",
        excludeCredentials: passkeys.map(descriptorOf),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        supportedAlgorithmIDs,
    });
}
/**
 * Add the passkey that the browser has made.
 *
 * @throws {OAuthError} invalid_grant
 */
export async function addPasskey(room, owner) {
    const { userId, origin } = owner;
    const refuse = refusing(room, origin);
    const about = { userId };
    const made = await orRefuse(refuse, () => parseRegistration(owner.answer), about);
    const challenge = await orRefuse(refuse, () => checkChallenge(room, refuse, made.response.clientDataJSON, useOf(owner)), about);
    const passkey = await orRefuse(refuse, () => verify(room, made, challenge), about);
    const name = owner.nameOf(madeOn(made));
    const codes = await withUser(room.db, userId, async (tx, { disabledAt }) => {
        if (disabledAt !== null)
            throw refuse("the user is disabled", about, "user_disabled");
        if (!(await answerChallenge(tx, hashSecret(challenge))))
            throw refuse("the challenge was answered before", about);
        const before = await findFactors(tx, userId);
        if (before.passkeys >= mostPasskeys)
            throw refuse(`the user has ${mostPasskeys} passkeys`, about);
        const id = await insertPasskey(tx, { ...passkey, userId, name });
        if (id === null)
            throw refuse("it is registered already", about);
        await changeCredentialVersion(tx, userId);
        await insertAuditEvent(tx, { ...origin, event: "factor.added", userId, detail: { kind: "passkey", id } });
        return needsSecondFactor(before) ? null : renewRecoveryCodes(tx, userId);
    });
    return { amr: [keyKind(passkey), "mfa"], codes };
}
/** @throws {Error} */
async function verify({ config: { issuer } }, made, expectedChallenge) {
    await refuseCertificates(made.response.attestationObject);
    const { transports = [], ...response } = made.response;
    const { verifyRegistrationResponse } = await webAuthn();
    const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: { id: made.id, rawId: made.rawId, type: made.type, response, clientExtensionResults: {} },
        expectedChallenge,
        expectedOrigin: issuer,
        expectedRPID: rpIdOf(issuer) ?? [],
        requireUserVerification: true,
        supportedAlgorithmIDs,
    });
    if (!verified)
        throw new Error("its attestation is wrong");
    const { credential, credentialDeviceType, credentialBackedUp, aaguid } = registrationInfo;
    if (credential.id !== made.id)
        throw new Error("it has two ids");
    return {
        credentialId: Buffer.from(credential.id, "base64url"),
        publicKey: Buffer.from(credential.publicKey),
        signCount: credential.counter,
        transports,
        backupEligible: credentialDeviceType === "multiDevice",
        backedUp: credentialBackedUp,
        aaguid,
    };
}
function madeOn({ authenticatorAttachment, response: { transports = [] } }) {
    if (authenticatorAttachment === "platform")
        return "this device";
    if (transports.includes("hybrid"))
        return "phone";
    return transports.some((transport) => ["usb", "nfc", "ble"].includes(transport))
        ? "security key"
        : "this device";
}
/**
 * Remove one of a user's own passkeys. Sign-ins and sessions that it has opened stay open.
 *
 * @throws {OAuthError} factor_unknown, factor_required, credential_required
 */
export const removeOwnPasskey = (db, { userId, id }, requireMfaRoles, by) => withUser(db, userId, async (tx, user) => {
    if ((await deletePasskeys(tx, userId, id)).length === 0)
        throw factorUnknown();
    await checkWhatRemains(tx, user, requireMfaRoles);
    await recordRemoved(tx, userId, [{ kind: "passkey", id }], by);
});
//# sourceMappingURL=own-passkeys.js.map