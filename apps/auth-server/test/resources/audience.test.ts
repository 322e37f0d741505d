import { describe, expect, it } from "vitest";
import { answerOf, authorizeUrl, createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { createClient, createResources, createUser, files, notes } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { testServer } from "../support/server.js";
import {
  type Answer,
  askByClientCredentials,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  identify,
  postToken,
} from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
const client = await createClient(server);
const app = await createApp(server, { resources: [notes.uri, files.uri] });
const browser = await signedIn(server, await createUser(server));

const audienceOf = async (answer: Answer) => (await claimsOf(server, expectTokens(answer).access_token)).aud;

function expectHint(answer: Answer, reason: "audience_unknown" | "audience_mismatch", value: string): void {
  expectRefusal(answer, 400, "invalid_target", reason);
  expect(answer.body.error_description).toContain(`'${value}'`);
  expect(answer.body.error_description).toMatch(/Send the parameter resource/);
}

/** PingFederate and SMART on FHIR use aud, most others audience. */
describe.each(["audience", "aud"])("The API of a token, named by %s as on other servers", (name) => {
  it("is that one, where the client may ask for it, and its scope with it", async () => {
    expect(await audienceOf(await askByClientCredentials(server, client, { [name]: files.uri }))).toBe(
      files.uri,
    );
    const asked = { [name]: files.uri, scope: "files:read" };
    expect(expectTokens(await askByClientCredentials(server, client, asked)).scope).toBe("files:read");
    const slashed = await askByClientCredentials(server, client, { [name]: `${notes.uri}/` });
    expect(await audienceOf(slashed)).toBe(notes.uri);
  });

  it("is refused where there is no such API, with the word for it here: never a token for another one", async () => {
    const strangers = [
      "https://unknown.example",
      "files",
      `${notes.uri} ${files.uri}`,
      `["${files.uri}"]`,
      client.clientId,
    ];
    for (const value of strangers) {
      const answer = await askByClientCredentials(server, client, { [name]: value });
      expectRefusal(answer, 400, "invalid_target", "audience_unknown");
      expect(answer.body.error_description).toMatch(/Send the parameter resource/);
    }
    expectHint(
      await askByClientCredentials(server, client, { [name]: "https://unknown.example" }),
      "audience_unknown",
      "https://unknown.example",
    );
    const notes_only = await createClient(server, { resources: [notes.uri] });
    expectHint(
      await askByClientCredentials(server, notes_only, { [name]: files.uri }),
      "audience_unknown",
      files.uri,
    );
  });

  it("is none where it is empty, and is one", async () => {
    expect(await audienceOf(await askByClientCredentials(server, client, { [name]: "" }))).toBe(notes.uri);
    const form = new URLSearchParams({ grant_type: "client_credentials", ...identify(client) });
    form.append(name, notes.uri);
    form.append(name, files.uri);
    expectRefusal(await postToken(server, form.toString()), 400, "invalid_target", "resource_repeated");
  });

  it("changes nothing beside the same resource, and contradicts another one", async () => {
    const same = { resource: files.uri, [name]: files.uri };
    expect(await audienceOf(await askByClientCredentials(server, client, same))).toBe(files.uri);
    const spelled = { resource: `${notes.uri}/`, [name]: notes.uri };
    expect(await audienceOf(await askByClientCredentials(server, client, spelled))).toBe(notes.uri);
    const different = { resource: notes.uri, [name]: files.uri };
    expectHint(await askByClientCredentials(server, client, different), "audience_mismatch", files.uri);
  });

  it("counts at the authorization endpoint, when the code is redeemed, and at a refresh", async () => {
    const code = await getCode(browser, app, { [name]: files.uri });
    const wrong = await redeem(server, app, code, { [name]: notes.uri });
    expectRefusal(wrong, 400, "invalid_target", "resource_exceeds_grant");
    expectHint(
      await redeem(server, app, code, { [name]: "https://x.example" }),
      "audience_unknown",
      "https://x.example",
    );
    const tokens = expectRefreshToken(await redeem(server, app, code, { [name]: files.uri }));
    expect((await claimsOf(server, tokens.access_token)).aud).toBe(files.uri);
    const other = await askByRefreshToken(server, app, tokens.refresh_token, { [name]: notes.uri });
    expectRefusal(other, 400, "invalid_target", "resource_exceeds_grant");
    expect(other.body.error_description).toContain(`'${notes.uri}'`);
    const again = await askByRefreshToken(server, app, tokens.refresh_token, { [name]: files.uri });
    expect(await audienceOf(again)).toBe(files.uri);
  });

  it("is refused at the authorization endpoint by a redirect that says so", async () => {
    const answer = answerOf(await browser.get(authorizeUrl(app, { [name]: "https://x.example" })));
    expect(answer).toMatchObject({ error: "invalid_target" });
    expect(answer.error_uri).toMatch(/\/errors\/audience_unknown$/);
    expect(answer.error_description).toMatch(/'https:\/\/x\.example'.*Send the parameter resource/);
  });
});

describe("A parameter that means nothing here", () => {
  it("is ignored (RFC 6749 §3.2)", async () => {
    const more = { tenant: "x", audiences: files.uri, display: "page" };
    expect(await audienceOf(await askByClientCredentials(server, client, more))).toBe(notes.uri);
  });
});
