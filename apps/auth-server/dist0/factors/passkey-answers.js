/** What an authenticator answers, as the page's form brings it. */
import { Type } from "typebox";
import { Compile } from "typebox/compile";
/** The longest credential_id there is, and more than any other member has. */
const credentialId = Type.String({ pattern: "^[\\w-]{1,1364}$" });
const bytes = Type.String({ pattern: "^[\\w-]{1,20000}$" });
const answer = (response) => Type.Object({ id: credentialId, rawId: credentialId, type: Type.Literal("public-key"), response });
const AssertionAnswer = answer(Type.Object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: Type.Optional(Type.Union([Type.Null(), Type.String({ pattern: "^[\\w-]{0,86}$" })])),
}));
const RegistrationAnswer = Type.Intersect([
    answer(Type.Object({
        clientDataJSON: bytes,
        attestationObject: bytes,
        transports: Type.Optional(Type.Array(Type.String({ pattern: "^[a-z-]{1,20}$" }), { maxItems: 10 })),
    })),
    Type.Object({
        authenticatorAttachment: Type.Optional(Type.Union([Type.Null(), Type.String({ maxLength: 20 })])),
    }),
]);
const checks = { assertion: Compile(AssertionAnswer), registration: Compile(RegistrationAnswer) };
/** @throws {Error} */
export function parseAssertion(text) {
    const value = JSON.parse(text);
    if (checks.assertion.Check(value))
        return value;
    throw new Error("it is no assertion");
}
/** @throws {Error} */
export function parseRegistration(text) {
    const value = JSON.parse(text);
    if (checks.registration.Check(value))
        return value;
    throw new Error("it is no registration");
}
/**
 * The challenge that was answered, in base64url.
 *
 * @throws {Error} if another site's page, in which ours is framed, may have asked: no page of ours can be framed
 */
export function challengeIn(clientDataJSON) {
    const data = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString());
    const { challenge, crossOrigin } = (data ?? {});
    if (typeof challenge !== "string")
        throw new Error("it has no challenge");
    if (crossOrigin !== undefined && crossOrigin !== false)
        throw new Error("it was asked for across origins");
    return challenge;
}
/**
 * Nobody is asked for an attestation. One with certificates would have the library fetch what they name, from wherever whoever
 * sent them wants.
 *
 * @throws {Error}
 */
export async function refuseCertificates(attestationObject) {
    const { decodeAttestationObject } = await import("@simplewebauthn/server/helpers");
    const attestation = decodeAttestationObject(Uint8Array.from(Buffer.from(attestationObject, "base64url")));
    const format = attestation.get("fmt");
    const isSelfMade = format === "packed" && attestation.get("attStmt").get("x5c") === undefined;
    if (format !== "none" && !isSelfMade)
        throw new Error("it has an attestation, which nobody asked for");
}
//# sourceMappingURL=passkey-answers.js.map