/** One small API in a process of its own, behind one of the verifiers. */
import { answerCalls } from "../worker.js";
import { startExpressOauth2JwtBearer, startRegrantOnExpress } from "./express-apis.js";
import { startFastifyJwt, startRegrantOnFastify } from "./fastify-apis.js";
import type { ApiSettings, StartApi } from "./settings.js";

const apis = {
  "@regrant/verifier on Fastify": startRegrantOnFastify,
  "@fastify/jwt + get-jwks": startFastifyJwt,
  "@regrant/verifier on Express": startRegrantOnExpress,
  "express-oauth2-jwt-bearer": startExpressOauth2JwtBearer,
} as const satisfies Record<string, StartApi>;

export type ApiName = keyof typeof apis;

export interface ApiCommands {
  [name: string]: (argument: never) => unknown;
  /** @returns the port */
  listen(settings: ApiSettings & { readonly name: ApiName }): Promise<number>;
}

answerCalls({ listen: ({ name, ...settings }) => apis[name](settings) } satisfies ApiCommands);
