/**
 * Who has come back from a provider to be linked, until the person who is signed in has seen who that is, and agreed: in a shared
 * browser, or after a trick, the provider may know another person.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import type { SignIn } from "../users/sign-ins.sql.js";
export interface FoundIdentity {
    readonly providerId: string;
    readonly subject: string;
    readonly email: string | null;
    /** Who asked for it. */
    readonly signInId: string;
}
export declare function keepFoundIdentity({ config: { issuer }, secrets, now }: Context, reply: FastifyReply, found: FoundIdentity): void;
/** Null if there is none, it is too old, or somebody else has signed in since. */
export declare function foundIdentity({ config: { issuer }, secrets, now }: Context, { cookies }: FastifyRequest, { id }: SignIn): FoundIdentity | null;
export declare function forgetFoundIdentity({ config: { issuer } }: Context, reply: FastifyReply): void;
