import { parseRetryAfter, reasonOf } from "@regrant/shared/issuer-answers";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.js";
import { isLoopback, isWithin } from "../src/urls.js";
import { signedIn } from "./support/clients.js";

describe("Retry-After (RFC 9110 §10.2.3)", () => {
  // Years away from this machine's clock: the response's own date must count.
  const answeredAt = "Tue, 01 Jan 2030 00:00:00 GMT";
  it.each([
    [null, null],
    ["0", 0],
    ["120", 120_000],
    ["Tue, 01 Jan 2030 00:00:30 GMT", 30_000],
    ["Mon, 31 Dec 2029 23:59:00 GMT", 0],
    ["soon", null],
    ["-1x", null],
  ])("%s", (value, milliseconds) => expect(parseRetryAfter(value, answeredAt)).toBe(milliseconds));
});

describe("error_uri's last path segment", () => {
  it.each([
    ["https://issuer.example/errors/refresh_token_reused", "refresh_token_reused"],
    ["https://issuer.example/", null],
    ["javascript:alert(1)", null],
    [undefined, null],
  ])("%s", (uri, reason) => expect(reasonOf(uri)).toBe(reason));
});

describe("addresses", () => {
  it.each([
    ["http://localhost:4000", true],
    ["http://127.0.0.1", true],
    ["http://[::1]:1", true],
    ["http://localhost.example", false],
    ["https://localhost", false],
  ])("%s is loopback over HTTP: %s", (url, answer) => expect(isLoopback(new URL(url))).toBe(answer));

  it.each([
    ["https://api.example/v1", "https://api.example/v1", true],
    ["https://api.example/v1", "https://api.example/v1/notes", true],
    ["https://api.example/v1", "https://api.example/v10", false],
    ["https://api.example", "https://api.example/anything", true],
    ["https://api.example", "http://api.example/", false],
  ])("below %s is %s: %s", (api, url, answer) => expect(isWithin(new URL(url), [new URL(api)])).toBe(answer));
});

describe("events", () => {
  it("name addresses without query, pair each answer with its request, and hold no token", async () => {
    const { server, api, client, store } = await signedIn();
    server.expireAccessTokens();
    await client.fetch(`${api.url}/notes?secret=1`);
    const secrets = [await store.getItem(`regrant ${server.issuer} app refresh_token`), "secret=1"];
    const authorization = api.requests.at(-1)?.headers.authorization?.replace("Bearer ", "");
    for (const secret of [...secrets, authorization])
      expect(JSON.stringify(client.events)).not.toContain(secret);
    const refusal = client.events.find((event) => "step" in event && event.step === "F");
    expect(refusal).toMatchObject({ status: 401, error: "invalid_token", reason: "token_expired" });
    const ids = client.events.flatMap((event) => ("id" in event ? [event.id] : []));
    expect(ids).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  });
});

describe("memoryStore", () => {
  it("keeps, replaces and removes", () => {
    const store = memoryStore();
    store.setItem("key", "one");
    store.setItem("key", "two");
    expect(store.getItem("key")).toBe("two");
    store.removeItem("key");
    expect(store.getItem("key")).toBeNull();
  });
});
