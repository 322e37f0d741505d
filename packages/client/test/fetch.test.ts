import { describe, expect, it } from "vitest";
import { BodyNotReplayedError } from "../src/index.js";
import { signedIn } from "./support/clients.js";

const stream = (text: string) => new Blob([text]).stream();

describe("what fetch sends", () => {
  it("keeps the request as it is, and adds the token [client-fetch-1]", async () => {
    const { api, client } = await signedIn();
    await client.fetch(`${api.url}/notes?page=2`, {
      method: "PUT",
      body: "text",
      headers: { "x-mine": "1" },
    });
    expect(api.requests).toMatchObject([
      {
        method: "PUT",
        url: "/notes?page=2",
        body: "text",
        headers: { "x-mine": "1", authorization: expect.stringMatching(/^Bearer [0-9a-f-]{36}$/) },
      },
    ]);
  });

  it("takes a Request", async () => {
    const { server, api, client } = await signedIn();
    server.expireAccessTokens();
    const answer = await client.fetch(new Request(api.url, { method: "POST", body: "again" }));
    expect(await answer.json()).toEqual({ method: "POST", body: "again" });
  });

  it.each([
    ["bytes", () => new TextEncoder().encode("body")],
    ["a Blob", () => new Blob(["body"])],
    ["a form", () => new URLSearchParams("body")],
  ])("sends %s again after a refusal", async (_kind, body) => {
    const { server, api, client } = await signedIn();
    server.expireAccessTokens();
    const answer = await client.fetch(api.url, { method: "POST", body: body() });
    expect((await answer.json()).body).toMatch(/^body=?$/);
  });

  it("gives 403 insufficient_scope to the caller: another token would have no more scope", async () => {
    const { server, api, client } = await signedIn();
    const answer = await client.fetch(`${api.url}/forbidden`);
    expect(answer.status).toBe(403);
    expect(client.letters()).toBe("ABCD");
    expect(server.requests).toHaveLength(1);
  });

  it("fails as fetch does where the API is away, and keeps the tokens", async () => {
    const { client } = await signedIn({ apis: ["http://127.0.0.1:1"] });
    await expect(client.fetch("http://127.0.0.1:1/")).rejects.toThrow(TypeError);
    expect(client.accessToken).not.toBeNull();
    expect(client.events.at(-1)).toMatchObject({ step: "D", status: null });
  });
});

describe("where fetch sends no token [client-fetch-2]", () => {
  it.each([
    ["another origin", "https://attacker.example/"],
    ["another port", "http://127.0.0.1:1/"],
    ["a folder beside the API's", "http://127.0.0.1:2/api-other"],
    ["a way out of the API's folder", "http://127.0.0.1:2/api/../other"],
  ])("%s", async (_case, url) => {
    const { client } = await signedIn({ apis: ["http://127.0.0.1:2/api"] });
    await expect(client.fetch(url)).rejects.toThrow(/not under one of this client's APIs/);
    expect(client.letters()).toBe("AB");
  });

  it("plain HTTP to another machine [client-fetch-3]", async () => {
    const { client } = await signedIn({ apis: ["http://api.example"] });
    await expect(client.fetch("http://api.example/")).rejects.toThrow(/insecure|HTTPS/i);
  });
});

describe("a body that is a stream", () => {
  it("is sent, where the token is good", async () => {
    const { api, client } = await signedIn();
    const init: RequestInit & { duplex: "half" } = { method: "POST", body: stream("flow"), duplex: "half" };
    expect(await (await client.fetch(api.url, init)).json()).toEqual({ method: "POST", body: "flow" });
  });

  it("is not sent again after a refusal: that is said, and the next attempt has a new token", async () => {
    const { server, api, client } = await signedIn();
    server.expireAccessTokens();
    const send = () => {
      const init: RequestInit & { duplex: "half" } = { method: "POST", body: stream("flow"), duplex: "half" };
      return client.fetch(api.url, init);
    };
    await expect(send()).rejects.toThrow(BodyNotReplayedError);
    expect(api.requests).toHaveLength(1);
    expect(client.letters()).toBe("ABCFGH");
    expect((await send()).status).toBe(200);
  });

  it("waits for the refresh where the token is known to have expired, even if nothing else does", async () => {
    const { api, client } = await signedIn({ refreshAheadSeconds: 0 }, { expiresIn: 0 });
    const init: RequestInit & { duplex: "half" } = { method: "POST", body: stream("flow"), duplex: "half" };
    expect((await client.fetch(api.url, init)).status).toBe(200);
    expect(client.letters()).toMatch(/^ABGH[CE]D$/);
  });
});
