/** Tokens bound to a key of each session (RFC 9449), in its cookie, whichever process gets that. */
import { describe, expect, it } from "vitest";
import { createProofCheck, ProofRefused } from "../../client/test/support/dpop.js";
import { type ApiHandler, startWorld, type World, type WorldOptions } from "./support/apps.js";
import { openBrowser } from "./support/browser.js";

/** An authorization server that binds, and an API that takes nothing else. */
async function startBound(given: WorldOptions = {}) {
  const proofs = createProofCheck();
  const seen: string[] = [];
  const api: ApiHandler = async (request, response) => {
    for await (const _ of request);
    const { method = "", url = "", headers } = request;
    const [scheme = "", token = ""] = headers.authorization?.split(" ") ?? [];
    seen.push(scheme);
    for (const [name, value] of Object.entries(proofs.headers())) response.setHeader(name, value);
    const refuse = (error: string) => {
      response.setHeader("www-authenticate", `Bearer, DPoP algs="ES256", error="${error}"`);
      response.writeHead(401).end();
    };
    try {
      const target = `${world.apiUrl}${url.split("?")[0]}`;
      const jkt = await proofs.check({ method, url, headers, body: "" }, target, token);
      const isGood = scheme === "DPoP" && jkt !== null && world.server.keyOf(token) === jkt;
      if (!isGood || !world.server.isGood(token)) return refuse("invalid_token");
      response.end(JSON.stringify(headers));
    } catch (error) {
      if (!(error instanceof ProofRefused)) throw error;
      refuse(error.message);
    }
  };
  const world: World = await startWorld({
    ...given,
    api,
    bff: { dpop: true, ...given.bff },
    server: { dpop: proofs, ...given.server },
  });
  return { ...world, proofs, seen };
}

const keysOf = ({ proofs }: ReturnType<typeof createProofCheck>) => new Set(proofs.map(({ jwk }) => jwk.x));

describe("dpop", () => {
  it("proves each request, for itself alone; nothing of it comes from the browser or goes there", async () => {
    const { browser, proofs, signIn, apiUrl } = await startBound();
    expect(await signIn()).toBe("/");
    proofs.nonce = "one";
    const answer = await browser.ask("/api/notes?page=2", { headers: { dpop: "forged" } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("dpop-nonce")).toBeNull();
    expect((await answer.json()).dpop).not.toBe("forged");
    expect(proofs.proofs.at(-1)?.claims).toMatchObject({ htm: "GET", htu: `${apiUrl}/notes`, nonce: "one" });
    expect(keysOf(proofs).size).toBe(1);
  });

  it("binds the code too, and each session to a key of its own", async () => {
    const { browser, origin, proofs, signIn } = await startBound();
    await signIn();
    const other = openBrowser(() => origin);
    await signIn(other);
    expect((await browser.ask("/api/notes")).status).toBe(200);
    expect((await other.ask("/api/notes")).status).toBe(200);
    expect(keysOf(proofs).size).toBe(2);
    const begun = await browser.open("/bff/login");
    const asked = new URL(begun.headers.get("location") ?? "").searchParams;
    expect(asked.get("dpop_jkt")).toMatch(/^[\w-]{43}$/);
  });

  it("works over processes: the key travels in the cookie", async () => {
    const { browser, server, proofs, signIn, startAnother } = await startBound();
    await signIn();
    const address = await startAnother();
    const elsewhere = openBrowser(() => address, browser.cookies);
    server.expireAccessTokens();
    const answers = await Promise.all(
      [browser, elsewhere].map((tab) => tab.ask("/api/notes", { arrivesLater: true })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    for (const answer of answers) browser.keep(answer);
    expect((await elsewhere.ask("/api/notes")).status).toBe(200);
    expect(keysOf(proofs).size).toBe(1);
  });

  it.each([
    ["a small body", "x".repeat(1_000), 200, null],
    ["a body too long to keep", "x".repeat(100_000), 401, "token_renewed"],
  ])("takes a new nonce after %s", async (_case, body, status, error) => {
    const { browser, proofs, seen, signIn } = await startBound();
    await signIn();
    proofs.nonce = "one";
    const answer = await browser.ask("/api/notes", { method: "POST", body });
    expect(answer.status).toBe(status);
    if (error !== null) expect((await answer.json()).error).toBe(error);
    const before = seen.length;
    expect((await browser.ask("/api/notes", { method: "POST", body })).status).toBe(200);
    expect(seen).toHaveLength(before + 1);
  });

  it("settles the nonce and the expired token of one request", async () => {
    const { browser, server, proofs, seen, signIn } = await startBound();
    await signIn();
    proofs.nonce = "one";
    server.expireAccessTokens();
    expect((await browser.ask("/api/notes")).status).toBe(200);
    expect(seen).toHaveLength(3);
  });

  it("refuses a server that does not bind, and revokes what it gave", async () => {
    const { server, browser, faults, signIn } = await startWorld({ bff: { dpop: true } });
    expect(await signIn()).toBe("/?sign_in_error=issuer_answer_invalid&sign_in_reason=token_type_unexpected");
    expect(faults).toEqual([expect.stringContaining("token_type bearer, although dpop was asked for")]);
    expect(server.revocations).toHaveLength(1);
    expect((await browser.ask("/bff/session")).status).toBe(401);
  });

  it("signs out where a refresh is answered with a token for whoever holds it", async () => {
    const { server, browser, signIn } = await startBound();
    await signIn();
    server.expireAccessTokens();
    server.intercept(async () => ({
      status: 200,
      body: { access_token: "unbound", token_type: "Bearer", expires_in: 600 },
    }));
    const answer = await browser.ask("/api/notes");
    expect([answer.status, (await answer.json()).reason]).toEqual([401, "token_type_unexpected"]);
  });

  it("binds sessions that began without it, with their next refresh, whichever processes do that", async () => {
    const { browser, server, signIn, startAnother } = await startBound({ bff: { dpop: false } });
    await signIn();
    const processes = [await startAnother({ dpop: true }), await startAnother({ dpop: true })];
    const tabs = processes.map((address) => openBrowser(() => address, browser.cookies));
    server.expireAccessTokens();
    const answers = await Promise.all(tabs.map((tab) => tab.ask("/api/notes", { arrivesLater: true })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    for (const answer of answers) browser.keep(answer);
    for (const tab of tabs) expect((await tab.ask("/api/notes")).status).toBe(200);
  });

  it("stays with the sessions that began with it", async () => {
    const { browser, signIn, startAnother } = await startBound();
    await signIn();
    const off = await startAnother({ dpop: false });
    expect((await openBrowser(() => off, browser.cookies).ask("/api/notes")).status).toBe(200);
  });
});
