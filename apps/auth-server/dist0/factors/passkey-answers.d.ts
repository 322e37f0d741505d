/** What an authenticator answers, as the page's form brings it. */
import { type Static, Type } from "typebox";
declare const AssertionAnswer: Type.TObject<{
    id: Type.TString;
    rawId: Type.TString;
    type: Type.TLiteral<"public-key">;
    response: Type.TObject<{
        clientDataJSON: Type.TString;
        authenticatorData: Type.TString;
        signature: Type.TString;
        userHandle: Type.TOptional<Type.TUnion<[Type.TNull, Type.TString]>>;
    }>;
}>;
export type AssertionAnswer = Static<typeof AssertionAnswer>;
declare const RegistrationAnswer: Type.TIntersect<[Type.TObject<{
    id: Type.TString;
    rawId: Type.TString;
    type: Type.TLiteral<"public-key">;
    response: Type.TObject<{
        clientDataJSON: Type.TString;
        attestationObject: Type.TString;
        transports: Type.TOptional<Type.TArray<Type.TString>>;
    }>;
}>, Type.TObject<{
    authenticatorAttachment: Type.TOptional<Type.TUnion<[Type.TNull, Type.TString]>>;
}>]>;
export type RegistrationAnswer = Static<typeof RegistrationAnswer>;
/** @throws {Error} */
export declare function parseAssertion(text: string): AssertionAnswer;
/** @throws {Error} */
export declare function parseRegistration(text: string): RegistrationAnswer;
/**
 * The challenge that was answered, in base64url.
 *
 * @throws {Error} if another site's page, in which ours is framed, may have asked: no page of ours can be framed
 */
export declare function challengeIn(clientDataJSON: string): string;
/**
 * Nobody is asked for an attestation. One with certificates would have the library fetch what they name, from wherever whoever
 * sent them wants.
 *
 * @throws {Error}
 */
export declare function refuseCertificates(attestationObject: string): Promise<void>;
export {};
