import { generateKeyPairSync, verify } from "node:crypto";
import { once } from "node:events";
import OAuth2Server from "@node-oauth/oauth2-server";
import { startThrowAwayPostgres } from "@regrant/dev-stack";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTables, insertRefreshToken, postgresModel } from "../src/peer/oauth2-server/model.js";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const settings = {
  ...{
    databaseUrl: "",
    poolSize: 2,
    resource: "http://localhost:4001",
    scope: "notes:read",
    makeTables: true,
  },
  ...{ accessTokenSeconds: 600, refreshTokenSeconds: 3600, client: { id: "bench", secret: "secret" } },
  signingKey: privateKey.export({ format: "jwk" }),
  alg: "RS256" as const,
};

describe("@node-oauth/oauth2-server on its model", () => {
  let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
  let db: Pool;
  let oauth: OAuth2Server;
  const ended: Promise<unknown>[] = [];
  beforeAll(async () => {
    postgres = await startThrowAwayPostgres({ durable: false });
    db = new Pool({ connectionString: postgres.url });
    db.on("connect", (client) => ended.push(once(client, "end")));
    await createTables(db);
    oauth = new OAuth2Server({ model: postgresModel(db, settings) });
  }, 60_000);
  afterAll(async () => {
    await db.end();
    await Promise.all(ended); // PostgreSQL would break off what is not closed yet, after the pool has stopped listening
    await postgres.stop();
  });

  function request(body: Record<string, string>, secret = "secret") {
    const authorization = `Basic ${Buffer.from(`bench:${secret}`).toString("base64")}`;
    const headers = {
      authorization,
      "content-type": "application/x-www-form-urlencoded",
      "content-length": "1",
    };
    const asked = new OAuth2Server.Request({ headers, method: "POST", query: {}, body });
    return oauth.token(asked, new OAuth2Server.Response());
  }
  const refresh = (token = "") => request({ grant_type: "refresh_token", refresh_token: token });

  it("rotates: the successor is good, its parent is not, and one row is left", async () => {
    const first = await insertRefreshToken(db, settings);
    const { refreshToken } = await refresh(first);
    await expect(refresh(first)).rejects.toThrow(OAuth2Server.InvalidGrantError);
    await expect(refresh(refreshToken)).resolves.toMatchObject({ scope: ["notes:read"] });
    expect((await db.query("select from oauth2_server.refresh_tokens")).rowCount).toBe(1);
  });

  it("signs access tokens for the client, and refuses a wrong secret", async () => {
    const form = { grant_type: "client_credentials", scope: "notes:read" };
    const { accessToken } = await request(form);
    const [header = "", claims = "", signature = ""] = accessToken.split(".");
    const input = Buffer.from(`${header}.${claims}`);
    expect(verify("sha256", input, publicKey, Buffer.from(signature, "base64url"))).toBe(true);
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({
      alg: "RS256",
      typ: "at+jwt",
    });
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
      sub: "bench",
      aud: "http://localhost:4001",
      scope: "notes:read",
    });
    await expect(request(form, "wrong")).rejects.toThrow(OAuth2Server.InvalidClientError);
  });
});
