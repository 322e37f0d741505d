import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
export interface ProviderFlow {
    readonly providerId: string;
    readonly state: string;
    readonly nonce: string;
    readonly codeVerifier: string;
    /** The handle of the authorization request that it is for; null for the account. */
    readonly continueTo: string | null;
    /** Who wants to link the identity, by their sign-in; null: somebody who wants to sign in. */
    readonly linkTo: string | null;
    /** Seconds since 1970: the user has to have been authenticated there since; null for ever. */
    readonly authenticatedSince: number | null;
    /** Whether the provider has to say when that was: an app wants to know. */
    readonly isTimeDemanded: boolean;
    /** Milliseconds since 1970. */
    readonly expiresAt: number;
}
/** @returns null if the authorization request is too long to be kept in a cookie */
export declare function beginFlow(context: Context, request: FastifyRequest, reply: FastifyReply, wanted: Pick<ProviderFlow, "providerId" | "continueTo" | "linkTo" | "authenticatedSince" | "isTimeDemanded">): ProviderFlow | null;
/** The flow that an answer with this state belongs to, which is over with this; null if this browser has not begun it. */
export declare function endFlow(context: Context, { cookies }: FastifyRequest, reply: FastifyReply, state: string): ProviderFlow | null;
