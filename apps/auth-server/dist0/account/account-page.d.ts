import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
import type { Texts } from "../http/views/texts/en.js";
import { type Notice } from "./notice.js";
export declare function accountEndpoint(app: FastifyInstance, context: Context): void;
/** @throws {OAuthError} where it is no id of a session or a browser */
export declare function idOf(value: string | undefined): string;
export declare const noticeInWords: ({ kind, sessionsEnded, signInsEnded }: Notice, { account }: Texts) => string;
