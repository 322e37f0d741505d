import { beforeAll, describe, expect, it } from "vitest";
import { cloneDatabase } from "../support/databases.js";
import { expectFailure, json, ran, regrant } from "../support/regrant.js";
import { testServer } from "../support/server.js";

const databaseUrl = await cloneDatabase();
const env = { DATABASE_URL: databaseUrl };
const uri = "http://localhost:4001";

beforeAll(async () => {
  json(await regrant(["resource", "create", uri, "--json"], env));
});

describe("regrant client create, for apps that people sign in to", () => {
  const create = (...args: string[]) =>
    regrant(["client", "create", "--name", "App", "--resource", uri, "--json", ...args], env);
  const code = ["--grant", "authorization_code"];
  const callback = ["--redirect-uri", "https://app.example.com/callback"];

  it("registers a browser app: redirect URIs, delivery by cookie and origins, each once [cli-browser-apps-1]", async () => {
    const made = json(
      await create(
        ...[...code, "--grant", "refresh_token", "--public", ...callback, ...callback],
        ...["--redirect-uri", "http://127.0.0.1/cb", "--refresh-token-delivery", "cookie"],
        ...["--allowed-origin", "https://app.example.com", "--allowed-origin", "http://localhost:5173"],
      ),
    );
    expect(made).toMatchObject({
      client_name: "App",
      confidential: false,
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: ["https://app.example.com/callback", "http://127.0.0.1/cb"],
      refresh_token_delivery: "cookie",
      allowed_origins: ["https://app.example.com", "http://localhost:5173"],
    });
    const { clients } = json(await regrant(["client", "list", "--json"], env));
    expect(clients).toContainEqual(made);
  });

  it("registers a resource with its name and its scope in words", async () => {
    const described = ['mail:read="Read your mail"', "mail:send=Send mail = in your name", "mail:bare"];
    const scope = described.flatMap((text) => ["--scope", text.replaceAll('"', "")]);
    const args = ["resource", "create", "https://mail.example", "--name", "Mail", ...scope, "--json"];
    expect(json(await regrant(args, env))).toMatchObject({
      resource: "https://mail.example",
      name: "Mail",
      scope: "mail:read mail:send mail:bare",
    });
    const server = await testServer({ databaseUrl });
    const { rows } = await server.db.query("select scope_descriptions from resources where name = 'Mail'");
    expect(rows).toEqual([
      { scope_descriptions: { "mail:read": "Read your mail", "mail:send": "Send mail = in your name" } },
    ]);
  });

  it("refuses redirect URIs that are unsafe, in words, and what contradicts itself [cli-browser-apps-2]", async () => {
    const cookie = ["--refresh-token-delivery", "cookie"];
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [code, /authorization_code requires --redirect-uri/],
      [
        [...code, "--redirect-uri", "http://app.example.com/cb"],
        /only loopback addresses and localhost may be/,
      ],
      [[...code, "--redirect-uri", "javascript:alert(1)"], /makes the browser run what follows/],
      [[...code, ...callback, ...cookie], /cookie requires --allowed-origin/],
      [
        [...code, ...callback, "--allowed-origin", "https://app.example.com/"],
        /is spelled https:\/\/app\.example\.com by browsers/,
      ],
      [[...code, ...callback, "--allowed-origin", "*"], /has a wildcard/],
      [[...code, ...callback, "--refresh-token-delivery", "header"], /Allowed choices are body, cookie/],
    ];
    const results = await Promise.all(cases.map(([args]) => create(...args)));
    for (const [index, [, message]] of cases.entries()) expectFailure(ran(results[index]), 2, message);
  }, 60_000);

  it("leaves the last word to the database [cli-browser-apps-3]", async () => {
    const server = await testServer({ databaseUrl });
    const insert = (columns: string, values: string) =>
      server.db.query(
        `insert into clients (client_id, name, secret_hashes, scope, ${columns}) values ('x', 'x', '{}', '{}', ${values})`,
      );
    await expect(insert("grant_types", "'{authorization_code}'")).rejects.toMatchObject({
      constraint: "code_grant_needs_a_redirect_uri",
    });
    await expect(
      insert("grant_types, refresh_token_delivery", "'{refresh_token}', 'cookie'"),
    ).rejects.toMatchObject({
      constraint: "cookie_delivery_needs_an_origin",
    });
  });
});
