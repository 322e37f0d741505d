/** Clients that are told of ended sessions, and what they are told (OpenID Connect Back-Channel Logout 1.0). */
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { signingAlgorithms } from "@regrant/shared";
import { createLocalJWKSet, type JWTPayload, jwtVerify } from "jose";
import { keepTellingClients } from "../../src/jobs/tell-clients.js";
import { callback } from "./authorization.js";
import { cleanUp } from "./clean-up.js";
import { asOperator } from "./databases.js";
import { type ClientOptions, createClient, notes, type TestClient, type TestUser } from "./fixtures.js";
import { jwksOf } from "./jwt.js";
import { sharedDatabase, type TestServer } from "./server.js";

/** What makes a session one of OpenID Connect. */
export const openId = { scope: "openid notes:read" };

/** A client whose sessions are OpenID Connect's, to be told at this address; null: it does not want to be told. */
export const createOpenIdClient = (
  server: TestServer,
  backchannelLogoutUri: string | null,
  options: ClientOptions = {},
): Promise<TestClient> =>
  createClient(server, {
    grantTypes: ["authorization_code", "password", "refresh_token"],
    redirectUris: [callback],
    scope: ["openid", ...notes.scope],
    resources: [notes.uri],
    backchannelLogoutUri,
    ...options,
  });

export interface Received {
  readonly body: string;
  readonly contentType: string | undefined;
  readonly at: number;
}

export interface Receiver {
  readonly uri: string;
  readonly received: Received[];
  /** The `sid`s that it was told, each time. */
  sids(): string[];
  /** How it answers from now on; by default with 200. */
  answer: RequestListener;
}

/** A client's own server; closed when the test file is done. */
export async function receiver(answer: RequestListener = (_request, response) => void response.end()) {
  const received: Received[] = [];
  const made: Receiver = {
    uri: "",
    received,
    sids: () => received.map(({ body }) => claimsIn(body).sid as string),
    answer,
  };
  const server = createServer(async (request: IncomingMessage, response) => {
    const body = await text(request);
    received.push({ body, contentType: request.headers["content-type"], at: performance.now() });
    made.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUp(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return Object.assign(made, { uri: `http://127.0.0.1:${port}/backchannel-logout` });
}

/** Where nothing listens any more. */
export async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/backchannel-logout`;
}

export const status =
  (code: number, headers = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(code, headers).end("whatever it says");
/** Accepts the request and says nothing. */
export const hang: RequestListener = () => {};

const tokenIn = (body: string): string => new URLSearchParams(body).get("logout_token") ?? "";

/** Unverified. */
export const claimsIn = (body: string): JWTPayload =>
  JSON.parse(Buffer.from(tokenIn(body).split(".")[1] ?? "", "base64url").toString());

/** Validate a logout token as a client does (§2.6). */
export async function verifyLogoutToken(server: TestServer, client: TestClient, { body }: Received) {
  const form = [...new URLSearchParams(body).keys()];
  const token = tokenIn(body);
  const verified = await jwtVerify(token, createLocalJWKSet(await jwksOf(server)), {
    issuer: server.context.config.issuer,
    audience: client.clientId,
    typ: "logout+jwt",
    algorithms: [...signingAlgorithms],
  });
  return { form, token, header: verified.protectedHeader, claims: verified.payload };
}

/** Run the job until the test stops it, or the file is done. @returns stops it */
export function tellClients({ context }: TestServer): () => Promise<void> {
  const stopping = new AbortController();
  const telling = keepTellingClients(context, stopping.signal);
  const stop = async () => {
    stopping.abort();
    await telling;
  };
  cleanUp(stop);
  return stop;
}

export interface NoticeRow {
  readonly id: string;
  readonly session_id: string;
  readonly client_id: string;
  readonly user_id: string;
  readonly reason: string;
  readonly attempts: number;
  readonly last_problem: string | null;
  readonly next_attempt_at: Date | null;
}

/** A client's notices, oldest first. */
export async function noticesOf({ db }: TestServer, { clientId }: TestClient): Promise<NoticeRow[]> {
  const { rows } = await db.query<NoticeRow>(
    "select * from logout_notices where client_id = $1 order by created_at, id",
    [clientId],
  );
  return rows;
}

/** Let so much time pass for logout notices and pauses only. */
export async function ageNotices({ db }: TestServer, seconds: number): Promise<void> {
  await db.query(
    `update logout_notices set created_at = created_at - $1 * interval '1 second',
                               next_attempt_at = next_attempt_at - $1 * interval '1 second'`,
    [seconds],
  );
  await db.query("update logout_pauses set until = until - $1 * interval '1 second'", [seconds]);
}

/** Sessions of this client, ended at once, in the file's shared database. */
export async function endMany(
  client: TestClient,
  { id }: Pick<TestUser, "id">,
  count: number,
): Promise<void> {
  await asOperator(
    `insert into sessions (id, client_id, user_id, scope, resource, secret_hash, idle_expires_at, absolute_expires_at,
                           last_access_token_id, first_address, last_address)
     select gen_random_uuid(), '${client.clientId}', '${id}', '{openid}', '${notes.uri}', sha256('nobody has it'),
            now() + interval '1 day', now() + interval '1 day', gen_random_uuid(), '203.0.113.7', '203.0.113.7'
       from generate_series(1, ${count});
     update sessions set revoked_at = now(), revoke_reason = 'logout'
      where client_id = '${client.clientId}' and revoked_at is null`,
    await sharedDatabase(),
  );
}

/** Waits until it is so. */
export async function until(condition: () => boolean | Promise<boolean>, seconds = 15): Promise<void> {
  const giveUpAt = performance.now() + seconds * 1000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`not within ${seconds} seconds: ${condition}`);
    await sleep(20);
  }
}
