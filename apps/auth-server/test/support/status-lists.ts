/** What the status lists say. */
import { inflateSync } from "node:zlib";
import type { StatusListReference } from "@regrant/shared";
import { decodeJwt } from "jose";
import { expect } from "vitest";
import { passTime, type TestServer } from "./server.js";

export const statusOf = (accessToken: string): StatusListReference =>
  decodeJwt<{ status: { status_list: StatusListReference } }>(accessToken).status.status_list;

/** The number of a session in the status lists. */
export async function statusIndexOf({ db }: TestServer, sessionId: string): Promise<number> {
  const { rows } = await db.query<{ index: number }>(
    "select status_index::float8 as index from sessions where id = $1",
    [sessionId],
  );
  return rows[0]?.index ?? Number.NaN;
}

/** Once what the server remembers is old enough to be read again. */
export async function isRevoked(server: TestServer, { idx, uri }: StatusListReference): Promise<boolean> {
  await passTime(server, 1);
  const response = await server.app.inject({ url: new URL(uri).pathname });
  expect(response.statusCode).toBe(200);
  const { status_list: list } = decodeJwt<{ status_list: { lst: string } }>(response.body);
  const bits = inflateSync(Buffer.from(list.lst, "base64url"));
  return (((bits[idx >> 3] ?? 0) >> (idx & 7)) & 1) === 1;
}

export const isIndexRevoked = async (server: TestServer, statusIndex: number): Promise<boolean> =>
  isRevoked(server, await server.context.statusLists.referenceOf(statusIndex));
