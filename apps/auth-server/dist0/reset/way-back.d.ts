/**
 * The authorization request that a reset began at, kept in the browser that asked: a mail may be opened on another device, where
 * the app would know nothing of its own request. Like any handle it proves nothing, and its request is checked again.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import type { Form } from "../http/form.js";
export declare function keepWayBack({ config: { issuer } }: Context, reply: FastifyReply, asked: Form | null): void;
/** It is gone with this. Null leads to the account. */
export declare function takeWayBack({ config: { issuer } }: Context, { cookies }: FastifyRequest, reply: FastifyReply): Form | null;
