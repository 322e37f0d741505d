/**
 * The authorization endpoint: from a client's request to a code, by way of sign-in and consent if needed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 * @see https://www.rfc-editor.org/rfc/rfc9207
 */
import { OAuthError } from "../shared/index.js";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { type ReturnAddress } from "./authorization-request.js";
export declare function authorizeEndpoint(app: FastifyInstance, context: Context): void;
/**
 * Whether an operator, or this user on the consent page, has agreed to this address, or it is on the user's own computer. To any
 * other, which anybody could have registered, nobody is sent without being asked (RFC 9700 §4.11.2).
 */
export declare function isTrusted(context: Context, request: FastifyRequest, { client, redirectUri }: ReturnAddress): Promise<boolean>;
/** The error parameters for the client (RFC 6749 §4.1.2.1). */
export declare const errorParameters: ({ config }: Context, { code, message, reason }: OAuthError) => Record<string, string>;
/** Send the response to the client through the browser, with `state` and `iss`. */
export declare function answerClient(reply: FastifyReply, context: Context, address: ReturnAddress, parameters: Readonly<Record<string, string>>): FastifyReply;
