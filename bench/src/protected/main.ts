/**
 * One small API with one handler on two routes, `/open` and `/protected`: what the verifier costs is the
 * difference between the two.
 */
import type { AddressInfo } from "node:net";
import { fastifyVerifier } from "@regrant/verifier/fastify";
import fastify from "fastify";
import { answerCalls } from "../worker.js";

export interface ProtectedSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly scope: string;
}

export interface ProtectedCommands {
  [name: string]: (argument: never) => unknown;
  /** @returns the port */
  listen(settings: ProtectedSettings): Promise<number>;
}

const notes = [
  { id: 1, text: "A client signs in once." },
  { id: 2, text: "From then on a refresh token buys access tokens." },
];

answerCalls({
  async listen({ scope, ...verification }) {
    const app = fastify();
    await app.register(fastifyVerifier, verification);
    app.get("/open", () => ({ notes }));
    app.get("/protected", { onRequest: app.requireScope(scope) }, () => ({ notes }));
    await app.listen({ port: 0, host: "127.0.0.1" });
    return (app.server.address() as AddressInfo).port;
  },
} satisfies ProtectedCommands);
