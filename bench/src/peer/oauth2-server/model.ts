/**
 * The model of @node-oauth/oauth2-server on PostgreSQL, plainly: a row per refresh token that is good, of the one client,
 * by primary key, every statement prepared. A refresh finds the row, deletes it and inserts its successor: three
 * statements, three waits, no transaction, because the library calls for each apart. Refresh tokens are its own.
 *
 * Access tokens are JWTs (RFC 9068) and are not stored, as with the others.
 */
import { createPrivateKey, randomBytes, randomUUID, sign } from "node:crypto";
import { promisify } from "node:util";
import type { ClientCredentialsModel, RefreshTokenModel } from "@node-oauth/oauth2-server";
import type { Pool } from "pg";
import type { PeerSettings } from "../commands.js";

const table = "oauth2_server.refresh_tokens";
const grants = ["client_credentials", "refresh_token"];
const issuer = "http://127.0.0.1:4000";
/** With a callback node:crypto signs on the thread pool, so that two requests sign at once, as with the others. */
const signOnThreadPool = promisify(sign);

/** In a schema of its own beside the others'. */
export function createTables(db: Pool): Promise<unknown> {
  return db.query(`create schema oauth2_server; create table ${table} (
    token text primary key, user_id uuid not null, scope text[] not null, expires_at timestamptz not null
  )`);
}

interface Row {
  readonly user_id: string;
  readonly scope: string[];
  readonly expires_at: Date;
}

export function postgresModel(db: Pool, settings: PeerSettings): ClientCredentialsModel & RefreshTokenModel {
  const client = { id: settings.client.id, grants };
  const scope = settings.scope.split(" ");
  const issue = accessTokenSigner(settings);
  return {
    getClient: async (id, secret) => id === client.id && secret === settings.client.secret && client,
    getUserFromClient: async ({ id }) => ({ id }),
    validateScope: async (_user, _client, asked) => asked?.every((one) => scope.includes(one)) && asked,
    generateAccessToken: (_client, user, granted) => issue(user.id, granted),
    getAccessToken: async () => false, // for resource requests, which no load here makes
    async saveToken(token, _client, user) {
      const { refreshToken, refreshTokenExpiresAt, scope: granted } = token;
      if (refreshToken && refreshTokenExpiresAt && granted)
        await insert(db, [refreshToken, user.id, granted, refreshTokenExpiresAt]);
      return { ...token, client, user };
    },
    async getRefreshToken(refreshToken) {
      const found = await db.query<Row>({
        name: "find",
        text: `select user_id, scope, expires_at from ${table} where token = $1`,
        values: [refreshToken],
      });
      const row = found.rows[0];
      if (row === undefined) return false;
      const user = { id: row.user_id };
      return { refreshToken, refreshTokenExpiresAt: row.expires_at, scope: row.scope, client, user };
    },
    async revokeToken({ refreshToken }) {
      const values = [refreshToken];
      const deleted = await db.query({
        name: "delete",
        text: `delete from ${table} where token = $1`,
        values,
      });
      return deleted.rowCount === 1;
    },
  };
}

async function insert(db: Pool, values: readonly [token: string, userId: string, scope: string[], Date]) {
  const text = `insert into ${table} (token, user_id, scope, expires_at) values ($1, $2, $3, $4)`;
  await db.query({ name: "insert", text, values: [...values] });
}

/** What a sign-in leaves behind. @returns the refresh token, made as the library makes them */
export async function insertRefreshToken(db: Pool, settings: PeerSettings): Promise<string> {
  const refreshToken = randomBytes(32).toString("hex");
  const expiresAt = new Date(Date.now() + settings.refreshTokenSeconds * 1000);
  await insert(db, [refreshToken, randomUUID(), settings.scope.split(" "), expiresAt]);
  return refreshToken;
}

/** Signs the claims of RFC 9068 with RS256. */
function accessTokenSigner({ signingKey, resource, client, accessTokenSeconds }: PeerSettings) {
  const key = createPrivateKey({ key: signingKey, format: "jwk" });
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const header = encode({ alg: "RS256", typ: "at+jwt", kid: "bench" });
  return async (subject: string, scope: readonly string[]): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now, exp: now + accessTokenSeconds };
    const claims = { iss: issuer, sub: subject, aud: resource, client_id: client.id, jti: randomUUID() };
    const input = `${header}.${encode({ ...claims, ...times, scope: scope.join(" ") })}`;
    const signature = await signOnThreadPool("sha256", Buffer.from(input), key);
    return `${input}.${signature.toString("base64url")}`;
  };
}
