/** The apps that were signed in to from a browser, in words. */
import type { FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import type { SignIn } from "../users/sign-ins.sql.js";
/** Those that still are; if a scope is named, by a session without it. */
export declare function appsOf({ db }: Context, request: FastifyRequest, { id: signInId, userId }: SignIn, withoutScope?: string): Promise<string[]>;
