import { describe, expect, it } from "vitest";
import { insertResource } from "../../src/resources/resources.sql.js";
import { createClient, createParties, files, notes } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { testServer } from "../support/server.js";
import {
  type Answer,
  askByClientCredentials,
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  identify,
  postToken,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const { client, user } = await createParties(server);

const audienceOf = async (answer: Answer) => (await claimsOf(server, expectTokens(answer).access_token)).aud;

describe("Resource indicators (RFC 8707)", () => {
  it("make the resource asked for the token's only audience (§2) [resource-indicators-1]", async () => {
    const answer = await askByClientCredentials(server, client, { resource: files.uri });
    expect(await audienceOf(answer)).toBe(files.uri);
  });

  it("fall back to the client's first resource where none is asked for [resource-indicators-2]", async () => {
    expect(await audienceOf(await askByClientCredentials(server, client))).toBe(notes.uri);
    const reversed = await createClient(server, { resources: [files.uri, notes.uri] });
    expect(await audienceOf(await askByClientCredentials(server, reversed))).toBe(files.uri);
  });

  it("are the same with a slash at the end, its default port, and in any case of scheme and host (RFC 3986 §6.2): aud is as registered [resource-indicators-3]", async () => {
    for (const resource of [
      `${notes.uri}/`,
      notes.uri.toUpperCase(),
      `${notes.uri}:443`,
      `${notes.uri}:443/`,
    ])
      expect(await audienceOf(await askByClientCredentials(server, client, { resource }))).toBe(notes.uri);
    for (const resource of [
      "HTTPS://files.example.com:443/v1",
      "https://FILES.example.com/v1",
      `${files.uri}/`,
    ])
      expect(await audienceOf(await askByClientCredentials(server, client, { resource }))).toBe(files.uri);
    const slashed = "https://slash.example.com/";
    await insertResource(server.db, { uri: slashed, scope: [], name: null, scopeDescriptions: {} });
    const other = await createClient(server, { resources: [slashed], scope: [] });
    const answer = await askByClientCredentials(server, other, { resource: "https://slash.example.com" });
    expect(await audienceOf(answer)).toBe(slashed);
  });

  it("are the one that was registered letter for letter, where two are the same to others [resource-indicators-4]", async () => {
    const uris = ["https://twice.example.com", "https://twice.example.com/"];
    for (const uri of uris)
      await insertResource(server.db, { uri, scope: [], name: null, scopeDescriptions: {} });
    const other = await createClient(server, { resources: uris, scope: [] });
    for (const resource of uris)
      expect(await audienceOf(await askByClientCredentials(server, other, { resource }))).toBe(resource);
  });

  it("are compared letter for letter otherwise [resource-indicators-5]", async () => {
    for (const resource of [
      `${notes.uri}//`,
      `${notes.uri}/x`,
      `${notes.uri}?x`,
      `${notes.uri}/?`,
      `${notes.uri}#`,
      `${notes.uri}:8443`,
      `${notes.uri}:`.replace(":", "://"),
      `${notes.uri}.`,
      ` ${notes.uri}`,
      notes.uri.replace("https", "http"),
      notes.uri.replace("//", "//user@"),
      files.uri.slice(0, -1),
      `${files.uri}//`,
      files.uri.replace("v1", "V1"),
      files.uri.replace("v1", "%761"),
    ]) {
      const answer = await askByClientCredentials(server, client, { resource });
      expectRefusal(answer, 400, "invalid_target", "resource_unknown");
    }
  });

  it("are refused where they are not registered, or no URI at all [resource-indicators-6]", async () => {
    for (const resource of ["https://unknown.example", "nonsense", "__proto__", "%", "x".repeat(9000)]) {
      const answer = await askByClientCredentials(server, client, { resource });
      expectRefusal(answer, 400, "invalid_target", "resource_unknown");
    }
  });

  it("are refused where the resource is registered but not for this client [resource-indicators-7]", async () => {
    await insertResource(server.db, {
      uri: "https://payroll.example.com",
      scope: [],
      name: null,
      scopeDescriptions: {},
    });
    const answer = await askByClientCredentials(server, client, { resource: "https://payroll.example.com" });
    expectRefusal(answer, 400, "invalid_target", "resource_unknown");
  });

  it("are refused to a client without any resource: aud is always a registered one [resource-indicators-8]", async () => {
    const homeless = await createClient(server, { resources: [] });
    const answer = await askByClientCredentials(server, homeless);
    expectRefusal(answer, 400, "invalid_target", "resource_unknown");
  });

  it("may not be repeated: a token here is for one resource [resource-indicators-9]", async () => {
    const form = new URLSearchParams({ grant_type: "client_credentials", ...identify(client) });
    form.append("resource", notes.uri);
    form.append("resource", files.uri);
    expectRefusal(await postToken(server, form.toString()), 400, "invalid_target", "resource_repeated");
  });

  it("stay with the session: a refresh is for the resource of the sign-in (§2.2) [resource-indicators-10]", async () => {
    const first = await signIn(server, client, user, { resource: files.uri });
    const second = await refresh(server, client, first.refresh_token);
    const claims = await claimsOf(server, second.access_token);
    expect(claims).toMatchObject({ aud: files.uri, scope: "files:read" });
  });

  it("may be said again at refresh, and may not be changed there [resource-indicators-11]", async () => {
    const first = await signIn(server, client, user, { resource: files.uri });
    const second = await refresh(server, client, first.refresh_token, { resource: files.uri });
    const other = await askByRefreshToken(server, client, second.refresh_token, { resource: notes.uri });
    expectRefusal(other, 400, "invalid_target", "resource_exceeds_grant");
    await refresh(server, client, second.refresh_token);
  });

  it("may not be repeated at refresh, which does not use the token up", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token, ...identify(client) });
    form.append("resource", notes.uri);
    form.append("resource", notes.uri);
    expectRefusal(await postToken(server, form.toString()), 400, "invalid_target", "resource_repeated");
    await refresh(server, client, refresh_token);
  });
});
