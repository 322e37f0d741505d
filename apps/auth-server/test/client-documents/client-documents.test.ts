import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createClientDocuments } from "../../src/client-documents/client-documents.js";
import { refusalOf } from "../support/refusals.js";
import { answered, dripping, head, type Stranger, stranger } from "../support/stranger.js";

/** A reader with a clock of its own, and what it logs. */
function reader(allowLoopback = true, addresses: readonly string[] = []) {
  const clock = { ms: Date.parse("2026-11-26") };
  const logged: unknown[] = [];
  const asked: string[] = [];
  const documents = createClientDocuments({
    allowLoopback,
    now: () => clock.ms,
    lookup: async (hostname) => {
      asked.push(hostname);
      return addresses;
    },
    log: { info: (entry: unknown) => void logged.push(entry) },
  });
  return { ...documents, clock, logged, asked };
}

const documentOf = (clientId: string, change: object = {}) =>
  JSON.stringify({ client_id: clientId, redirect_uris: ["http://localhost/callback"], ...change });

/** A host that publishes a good document. */
async function publisher(headers: Readonly<Record<string, string>> = {}): Promise<Stranger> {
  const host = await stranger((socket, asked) => {
    const [, path] = asked.split(" ");
    answered("200 OK", headers, documentOf(`http://localhost:${host.port}${path}`))(socket);
  });
  return host;
}

async function refusal(run: () => unknown): Promise<string> {
  const { code, reason, message } = await refusalOf(run);
  return `${code} ${reason}: ${message}`;
}

describe("Reading client metadata documents", () => {
  it("fetches once for all that ask at once, and within five minutes", async () => {
    const host = await publisher();
    const { read, clock } = reader();
    const all = await Promise.all(Array.from({ length: 50 }, () => read(host.url)));
    expect(all[0]).toMatchObject({ clientId: host.url, redirectUris: ["http://localhost/callback"] });
    expect(new Set(all).size).toBe(1);
    clock.ms += 299_999;
    expect(await read(host.url)).toBe(all[0]);
    expect(host.heads).toHaveLength(1);
    clock.ms += 2;
    expect(await read(host.url)).not.toBe(all[0]);
    expect(host.heads).toHaveLength(2);
  });

  it("keeps it as long as its server says", async () => {
    const host = await publisher({ "cache-control": "max-age=3600" });
    const { read, clock } = reader();
    await read(host.url);
    clock.ms += 3_599_000;
    await read(host.url);
    expect(host.heads).toHaveLength(1);
    clock.ms += 2_000;
    await read(host.url);
    expect(host.heads).toHaveLength(2);
  });

  it("does not go on with a document that is out of date and gone", async () => {
    const host = await publisher();
    const { read, clock } = reader();
    await read(host.url);
    clock.ms += 300_001;
    host.answer = answered("410 Gone");
    expect(await refusal(() => read(host.url))).toBe(
      `invalid_client client_document_invalid: The host of the client's metadata document, localhost:${host.port}, answered 410.`,
    );
  });

  it("asks anew after every refusal", async () => {
    const host = await publisher();
    const good = host.answer;
    const { read } = reader();
    for (const bad of [answered("503 Down"), answered("404 Not Found"), answered("200 OK", {}, "{}")]) {
      host.answer = bad;
      await refusalOf(() => read(host.url));
    }
    host.answer = good;
    expect(await read(host.url)).toMatchObject({ clientId: host.url });
    expect(host.heads).toHaveLength(4);
  });

  it.each([
    [
      "a redirect",
      answered("302 Found", { location: "http://localhost/other" }),
      "invalid_client client_document_invalid",
      "redirects, which is not followed",
    ],
    ["404", answered("404 Not Found"), "invalid_client client_document_invalid", "answered 404"],
    [
      "10 MB",
      answered("200 OK", {}, " ".repeat(10_000_000)),
      "invalid_client client_document_invalid",
      "sent an answer of more than 5120 bytes",
    ],
    [
      "gzip",
      answered("200 OK", { "content-encoding": "gzip" }, gzipSync("{}")),
      "invalid_client client_document_invalid",
      "sent a compressed answer, which was not asked for",
    ],
    [
      "huge headers",
      answered("200 OK", { x: "x".repeat(50_000) }),
      "invalid_client client_document_invalid",
      "sent headers of more than 8192 bytes",
    ],
    ["500", answered("500 Failed"), "temporarily_unavailable client_document_unreachable", "answered 500"],
    ["429", answered("429 Slowly"), "temporarily_unavailable client_document_unreachable", "answered 429"],
    [
      "a slow drip",
      dripping(head("200 OK", { "content-type": "application/json" }), 1000),
      "temporarily_unavailable client_document_unreachable",
      "did not answer in full within 3 seconds",
    ],
    [
      "silence",
      () => {},
      "temporarily_unavailable client_document_unreachable",
      "did not answer in full within 3 seconds",
    ],
  ])("refuses %s after one fetch", async (_what, answer, refused, words) => {
    const host = await stranger(answer);
    const { read, logged } = reader();
    const error = await refusalOf(() => read(host.url));
    expect(`${error.code} ${error.reason}`).toBe(refused);
    expect(error.message).toBe(
      `The host of the client's metadata document, localhost:${host.port}, ${words}.`,
    );
    expect(error.headers["retry-after"]).toBe(error.status === 503 ? "5" : undefined);
    expect(host.heads).toHaveLength(1);
    expect(logged).toMatchObject([{ host: `localhost:${host.port}`, problem: words }]);
  });

  it.each([
    ["a secret", { client_secret: "hunter2" }, "has a client_secret, and everybody can read it"],
    [
      "a private key",
      { jwks: { keys: [{ kty: "OKP", d: "d" }] } },
      "contains a private key. Whoever has read it can use it: replace the key",
    ],
    [
      "another client_id",
      { client_id: "https://evil.example/c" },
      "names another client_id, 'https://evil.example/c'",
    ],
  ])("refuses a document with %s after one fetch", async (_what, change, words) => {
    const host = await stranger((socket) => answered("200 OK", {}, documentOf(host.url, change))(socket));
    const { read } = reader();
    expect(await refusal(() => read(host.url))).toBe(
      `invalid_client client_document_invalid: The client's metadata document ${words}.`,
    );
    expect(host.heads).toHaveLength(1);
  });

  it.each([
    ["application/json", true],
    ["application/json; charset=utf-8", true],
    ["Application/JSON", true],
    ["application/oauth-client+json", true],
    ["text/html", false],
    ["text/json", false],
    ["application/jsonp", false],
    ["application/octet-stream", false],
    ["text/plain, application/json", false],
    ["", false],
  ])("of the content type %j: %j", async (type, isGood) => {
    const host = await publisher({ "content-type": type });
    const outcome = await reader()
      .read(host.url)
      .then(
        () => true,
        ({ reason, message }) => `${reason}: ${message}`,
      );
    expect(outcome).toBe(
      isGood ||
        `client_document_invalid: The client's metadata document has to be application/json, and is '${type}'.`,
    );
  });

  it.each([
    ["https://127.0.0.1/client", [], 0],
    ["https://169.254.169.254/latest/meta-data", [], 0],
    ["https://[::ffff:a00:1]/client", [], 0],
    ["https://localhost/client", [], 0],
    ["https://app.example.com/client", ["10.0.0.5"], 1],
    ["https://app.example.com/client", [], 1],
  ])("refuses %s at %j in production, without saying why", async (url, addresses, lookUps) => {
    const { read, asked } = reader(false, addresses);
    const { host } = new URL(url);
    expect(await refusal(() => read(url))).toBe(
      `invalid_client client_id_url_refused: The host of the client's metadata document, ${host}, is not on the public internet.`,
    );
    expect(asked).toHaveLength(lookUps);
  });

  it("tells the operator why", async () => {
    const { read, logged } = reader(false, ["10.0.0.5"]);
    await refusalOf(() => read("https://app.example.com/client?token=secret"));
    expect(logged).toMatchObject([{ host: "app.example.com", cause: "has the address 10.0.0.5" }]);
    expect(JSON.stringify(logged)).not.toContain("secret");
  });

  it("refuses what cannot be a client_id before anything is asked", async () => {
    const { read, asked } = reader(false, ["8.8.8.8"]);
    expect(await refusal(() => read("https://app.example.com/a/../b"))).toBe(
      "invalid_client client_id_url_refused: The client_id 'https://app.example.com/a/../b' has to be spelled 'https://app.example.com/b'.",
    );
    expect(await refusal(() => read("https://app.example.com:8443/client"))).toMatch(
      /asked on port 443 only\.$/,
    );
    expect(asked).toEqual([]);
  });
});

describe("A flood of made-up client ids", () => {
  it("is bounded for each site, and does not lock out a client that users have let in", async () => {
    const host = await publisher();
    const good = host.answer;
    const { read, clock } = reader();
    const origin = new URL(host.url).origin;
    await read(host.url);
    host.answer = answered("404 Not Found");
    for (let n = 1; n < 20; n += 1)
      expect((await refusalOf(() => read(`${origin}/made-up-${n}`))).reason).toBe("client_document_invalid");
    const { code, reason, headers } = await refusalOf(() => read(`${origin}/made-up-20`));
    expect([code, reason, headers["retry-after"]]).toEqual([
      "temporarily_unavailable",
      "client_documents_limited",
      "60",
    ]);
    expect(host.heads).toHaveLength(20);
    host.answer = good;
    // By another process, which has not read it yet.
    await read(`${host.url}/in-use`, true);
    expect(host.heads).toHaveLength(21);
    clock.ms += 59_000;
    await refusalOf(() => read(`${origin}/made-up-21`));
    expect(host.heads).toHaveLength(21);
    clock.ms += 2_000;
    await read(`${origin}/made-up-21`);
    expect(host.heads).toHaveLength(22);
  });
});
