/** Requests to the admin API, and the checks that all its refusals must pass. */
import { type Reason, reasons } from "@regrant/shared";
import { expect } from "vitest";
import { insertResource } from "../../src/resources/resources.sql.js";
import { issuer } from "./authorization.js";
import { type ClientOptions, createClient, createResources, type TestClient } from "./fixtures.js";
import type { TestServer } from "./server.js";
import { askByClientCredentials, expectTokens } from "./token-requests.js";

type Headers = Readonly<Record<string, string>>;
export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface AdminAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly etag: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of the body it says itself
  readonly body: any;
}

export interface Admin {
  readonly client: TestClient;
  readonly token: string;
  /** With the token; bodies are sent as JSON. */
  ask(method: Method, path: string, body?: object | string, headers?: Headers): Promise<AdminAnswer>;
  /** Read, change, and send the ETag that was read. */
  change(path: string, changes: object): Promise<AdminAnswer>;
}

/** Register the issuer as the administrators' resource, and the tests' APIs; once per database. */
export async function createAdminResources(server: TestServer): Promise<void> {
  await createResources(server);
  await insertResource(server.db, {
    uri: issuer,
    name: null,
    scope: ["admin:read", "admin:write"],
    scopeDescriptions: {},
  });
}

/** A client that may administer, on its own or a user's behalf. */
export const createAdminClient = (server: TestServer, options: ClientOptions = {}): Promise<TestClient> =>
  createClient(server, { scope: ["admin:read", "admin:write"], resources: [issuer], ...options });

/** An administrator with its own token. */
export async function adminOf(server: TestServer, options: ClientOptions = {}): Promise<Admin> {
  const client = await createAdminClient(server, options);
  const { access_token: token } = expectTokens(await askByClientCredentials(server, client));
  const ask: Admin["ask"] = (method, path, body, headers) =>
    askAdmin(server, token, method, path, body, headers);
  return {
    client,
    token,
    ask,
    change: async (path, changes) =>
      ask("PATCH", path, changes, { "if-match": (await ask("GET", path)).etag }),
  };
}

export async function askAdmin(
  server: TestServer,
  token: string | undefined,
  method: Method,
  path: string,
  body?: object | string,
  headers: Headers = {},
): Promise<AdminAnswer> {
  const response = await server.app.inject({
    method,
    url: `/admin/v1${path}`,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { payload: body }),
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    etag: String(response.headers.etag),
    body: response.body === "" ? null : response.json(),
  };
}

/** Expect problem details (RFC 9457) with this status and reason. @returns the pointers of its faults */
export function expectProblem(answer: AdminAnswer, status: number, reason: Reason): string[] {
  const { detail, request_id, errors, ...problem } = answer.body ?? {};
  expect({ status: answer.status, problem }).toEqual({
    status,
    problem: {
      type: `${issuer}/errors/${reason}`,
      title: reasons[reason].meaning,
      status,
      reason,
    },
  });
  expect(detail).toMatch(/^.{5,}$/);
  expect(request_id).toBe(answer.headers["x-request-id"]);
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(answer.headers["cache-control"]).toBe("no-store");
  return (errors ?? []).map(({ pointer }: { pointer: string }) => pointer);
}

/** The audit events of a request, oldest first. */
export async function auditOfRequest({ db }: TestServer, { headers }: AdminAnswer) {
  const { rows } = await db.query<{
    event: string;
    reason: string | null;
    actor: string | null;
    detail: Record<string, unknown> | null;
  }>("select event, reason, actor, detail from audit_events where request_id = $1 order by id", [
    headers["x-request-id"],
  ]);
  return rows;
}
