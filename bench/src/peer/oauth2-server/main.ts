/**
 * A peer: @node-oauth/oauth2-server on a plain HTTP server in one process, in production mode. It is a library: what
 * tokens are and where they stay is its user's to write (model.ts).
 *
 * It writes no log at all, and its client lives in memory: both in its favour.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import OAuth2Server from "@node-oauth/oauth2-server";
import { Pool } from "pg";
import { answerCalls } from "../../worker.js";
import type { PeerCommands } from "../commands.js";
import { createTables, insertRefreshToken, postgresModel } from "./model.js";

let signInOne: () => Promise<string>;

answerCalls({
  async listen(settings) {
    const db = new Pool({ connectionString: settings.databaseUrl, max: settings.poolSize });
    if (settings.makeTables) await createTables(db);
    signInOne = () => insertRefreshToken(db, settings);
    const oauth = new OAuth2Server({
      model: postgresModel(db, settings),
      accessTokenLifetime: settings.accessTokenSeconds,
      refreshTokenLifetime: settings.refreshTokenSeconds,
      alwaysIssueNewRefreshToken: true,
    });
    const server = createServer((request, response) => void answer(oauth, request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  },
  signIn: (count) => Promise.all(Array.from({ length: count }, () => signInOne())),
} satisfies PeerCommands);

/** The one endpoint: a token or an OAuth error. The library fills its own response in either case. */
async function answer(oauth: OAuth2Server, incoming: IncomingMessage, outgoing: ServerResponse) {
  const body = Object.fromEntries(new URLSearchParams(await text(incoming)));
  const headers = incoming.headers as Record<string, string>;
  const request = new OAuth2Server.Request({ headers, method: incoming.method ?? "", query: {}, body });
  const response = new OAuth2Server.Response();
  await oauth.token(request, response).catch((error: Error) => {
    if (!(error instanceof OAuth2Server.OAuthError)) throw error;
    if (error instanceof OAuth2Server.ServerError) process.stderr.write(`${error.stack}\n`);
  });
  const json = JSON.stringify(response.body);
  outgoing.writeHead(response.status ?? 500, {
    ...response.headers,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(json),
  });
  outgoing.end(json);
}
