/**
 * A sign-in that waits for its second factor, in a cookie that only this server can read: a password alone leaves nothing in the
 * database. It opens nothing by itself, and is worth as much as the password that it stands for.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Secrets } from "../secrets.js";
import type { NewSignIn } from "./sign-ins.sql.js";
/** Who is at the browser, and how that was proven. */
export interface Proven extends Pick<NewSignIn, "userId" | "credentialVersion" | "amr" | "provider"> {
    /** The sign-in of this browser to which the second factor is to be added; absent if one is to be started. */
    readonly signInId?: string;
}
interface Halves {
    readonly config: {
        readonly issuer: string;
    };
    readonly secrets: Secrets;
    readonly now: () => number;
}
export declare function keepHalfSignIn({ config: { issuer }, secrets, now }: Halves, reply: FastifyReply, proven: Proven): void;
/** What this browser has proven so far; null if it is nothing, or too long ago. Does not check whether it still holds. */
export declare function findHalfSignIn({ config: { issuer }, secrets, now }: Halves, { cookies }: FastifyRequest): Proven | null;
export declare function forgetHalfSignIn({ config: { issuer } }: Pick<Halves, "config">, { cookies }: FastifyRequest, reply: FastifyReply): void;
export {};
