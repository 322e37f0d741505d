import type { FastifyReply, FastifyRequest } from "fastify";
import type { Secrets } from "../secrets.js";
interface Room {
    readonly config: {
        readonly issuer: string;
    };
    readonly secrets: Secrets;
}
/** By which version of the user's password this browser has last signed the user in; null if it never has. */
export declare function knownBy(room: Room, request: FastifyRequest, userId: string): number | null;
/** Whoever signed in last comes first; who has not for the longest is forgotten. */
export declare function rememberBrowser(room: Room, request: FastifyRequest, reply: FastifyReply, userId: string, passwordVersion: number): void;
export {};
