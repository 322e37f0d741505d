/**
 * The page for those who have closed their account and sign in again before it is deleted: the one thing that they can do is to
 * undo it. They have proven who they are as for any sign-in, with a second factor if they have one.
 */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function closedEndpoint(app: FastifyInstance, context: Context): void;
