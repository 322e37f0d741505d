/** Tokens bound to a key through each way into the verifier, with proofs that the package `dpop` makes. */
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { calculateThumbprint, generateKeyPair, generateProof, type KeyPair } from "dpop";
import express from "express";
import Fastify from "fastify";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { DpopOptions } from "../src/binding.js";
import { proofAlgorithms } from "../src/dpop.js";
import { expressVerifier } from "../src/express.js";
import { fastifyVerifier } from "../src/fastify.js";
import { fetchVerifier } from "../src/fetch.js";
import { createVerifier } from "../src/index.js";
import { mcpExpressVerifier, mcpFetchVerifier } from "../src/mcp.js";
import { dpopOffer } from "./support/challenges.js";
import { reasonOf } from "./support/expect-refusal.js";
import { audience, claimsAt, createSigningKey, signToken, startIssuer } from "./support/issuer.js";

const key = createSigningKey();
const issuer = await startIssuer([key]);
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => issuer.close());

const tokenWith = (claims: Readonly<Record<string, unknown>> = {}) =>
  signToken(key, { ...claimsAt(issuer.issuer, Date.now()), ...claims });

const holder = await generateKeyPair("ES256");
const boundTo = async ({ publicKey }: KeyPair) =>
  tokenWith({ cnf: { jkt: await calculateThumbprint(publicKey) } });
const bound = await boundTo(holder);
const unbound = tokenWith();

const options = { issuer: issuer.issuer, audience, warn: false as const };
const path = "/notes";

interface Sent {
  readonly authorization: string;
  readonly dpop?: string | readonly string[];
  readonly method?: string;
  readonly target?: string;
}
type Ask = (sent: Sent) => Promise<Response>;

function toRequest({ authorization, dpop = [], method = "GET", target = path }: Sent): Request {
  const request = new Request(audience + target, { method, headers: { authorization } });
  for (const one of [dpop].flat()) request.headers.append("dpop", one);
  return request;
}

const askFetch = (dpop?: DpopOptions): Ask => {
  const api = fetchVerifier({ ...options, dpop });
  closing.push(api.close);
  const [first, second] = [api.requireToken(), api.requireScope("notes:read")];
  return (sent) => {
    const request = toRequest(sent);
    return first(request, () => second(request, () => new Response("in")));
  };
};

const askMcp = (dpop?: DpopOptions): Ask => {
  const api = mcpFetchVerifier({ ...options, dpop, scope: ["notes:read"] });
  closing.push(api.close);
  return (sent) => api.guard(toRequest(sent), async ({ token }) => new Response(token && "in"));
};

/** By node:http, which sends a header twice where fetch joins them. */
async function listen(listener: Parameters<typeof createServer>[1]): Promise<Ask> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return async ({ authorization, dpop, method = "GET", target = path }) => {
    const headers = {
      authorization,
      ...(dpop !== undefined && { dpop: typeof dpop === "string" ? dpop : [...dpop] }),
    };
    const sending = httpRequest({
      host: "127.0.0.1",
      port,
      method,
      path: target,
      headers,
      agent: false,
    }).end();
    const [response] = await once(sending, "response");
    const chunks = await response.toArray();
    return new Response(Buffer.concat(chunks), { status: response.statusCode, headers: response.headers });
  };
}

const askExpress = (dpop?: DpopOptions): Promise<Ask> => {
  const api = expressVerifier({ ...options, dpop });
  closing.push(api.close);
  const router = express.Router();
  router.all(
    "/",
    api.requireToken(),
    api.requireScope("notes:read"),
    (_request, response) => void response.end("in"),
  );
  return listen(express().use(path, router));
};

const askMcpExpress = (dpop?: DpopOptions): Promise<Ask> => {
  const api = mcpExpressVerifier({ ...options, dpop, scope: ["notes:read"] });
  closing.push(api.close);
  return listen((request, response) => api.guard(request, response, () => response.end("in")));
};

const askFastify = async (dpop?: DpopOptions): Promise<Ask> => {
  const app = Fastify();
  await app.register(fastifyVerifier, { ...options, dpop });
  app.all(path, { onRequest: [app.requireToken(), app.requireScope("notes:read")] }, () => "in");
  await app.ready();
  closing.push(() => app.close());
  return listen((request, response) => app.routing(request, response));
};

const proofFor = (target = path, method = "GET", nonce?: string, token = bound, by = holder) =>
  generateProof(by, audience + target, method, nonce, token);

/** Status, reason and challenge. */
async function verdictOf(response: Response | Promise<Response>): Promise<[number, string, string | null]> {
  const answer = await response;
  const { status, headers } = answer;
  const text = await answer.text();
  const reason = status === 200 ? text : JSON.parse(text).error_uri.split("/").at(-1);
  return [status, reason, headers.get("www-authenticate")];
}

const dpopChallenge = (error: string) =>
  expect.stringMatching(new RegExp(`^DPoP error="${error}", .*, algs="${proofAlgorithms.join(" ")}"$`));

describe.each([
  ["fetchVerifier", askFetch],
  ["mcpFetchVerifier", askMcp],
  ["expressVerifier", askExpress],
  ["mcpExpressVerifier", askMcpExpress],
  ["fastifyVerifier", askFastify],
])("%s (RFC 9449 §7)", (_name, start) => {
  it("accepts a bound token with a proof of its key, once, whatever the query [verifier-dpop-1]", async () => {
    const ask = await start();
    const dpop = await proofFor();
    const sent = { authorization: `DPoP ${bound}`, dpop, target: `${path}?page=2` };
    expect(await verdictOf(ask(sent))).toEqual([200, "in", null]);
    expect(await verdictOf(ask(sent))).toEqual([
      401,
      "dpop_proof_replayed",
      dpopChallenge("invalid_dpop_proof"),
    ]);
  });

  it("refuses it as a bearer token, with or without a proof [verifier-dpop-2]", async () => {
    const ask = await start();
    for (const proof of [{}, { dpop: await proofFor() }])
      expect(await verdictOf(ask({ authorization: `Bearer ${bound}`, ...proof }))).toEqual([
        401,
        "token_bound",
        dpopChallenge("invalid_token"),
      ]);
  });

  it("refuses a bearer token as a bound one, with or without a proof [verifier-dpop-3]", async () => {
    const ask = await start();
    for (const proof of [{}, { dpop: await proofFor(path, "GET", undefined, unbound) }])
      expect(await verdictOf(ask({ authorization: `DPoP ${unbound}`, ...proof }))).toEqual([
        401,
        "token_not_bound",
        expect.stringMatching(/^Bearer error="invalid_token", .*, DPoP algs="/),
      ]);
    expect(await verdictOf(ask({ authorization: `Bearer ${unbound}` }))).toEqual([200, "in", null]);
  });

  it.each<[string, () => Promise<Partial<Sent>>]>([
    ["dpop_proof_missing", async () => ({})],
    ["dpop_proof_malformed", async () => ({ dpop: "proof" })],
    ["dpop_proof_repeated", async () => ({ dpop: [await proofFor(), await proofFor()] })],
    ["dpop_proof_htm", async () => ({ dpop: await proofFor(), method: "POST" })],
    ["dpop_proof_htu", async () => ({ dpop: await proofFor("/other") })],
    ["dpop_proof_token", async () => ({ dpop: await generateProof(holder, audience + path, "GET") })],
    ["dpop_proof_token", async () => ({ dpop: await proofFor(path, "GET", undefined, unbound) })],
    [
      "dpop_key_mismatch",
      async () => ({ dpop: await proofFor(path, "GET", undefined, bound, await generateKeyPair("ES256")) }),
    ],
  ])("refuses a bound token for %s [verifier-dpop-4]", async (reason, sent) => {
    const ask = await start();
    expect(await verdictOf(ask({ authorization: `dpop ${bound}`, ...(await sent()) }))).toEqual([
      401,
      reason,
      dpopChallenge("invalid_dpop_proof"),
    ]);
  });

  it("names the token's fault before the proof's, to the scheme that it came with", async () => {
    const ask = await start();
    expect(await verdictOf(ask({ authorization: "DPoP a.b.c", dpop: await proofFor() }))).toEqual([
      401,
      "token_malformed",
      dpopChallenge("invalid_token"),
    ]);
  });

  it("offers both schemes to a request without a token", async () => {
    const [status, reason, challenge] = await verdictOf((await start())({ authorization: "Basic YTpi" }));
    expect([status, reason]).toEqual([401, "token_missing"]);
    expect(challenge).toMatch(/^Bearer (?:scope="notes:read", )?resource_metadata="/);
    expect(challenge?.endsWith(dpopOffer)).toBe(true);
  });

  it("takes bound tokens only, if they are required [verifier-dpop-5]", async () => {
    const ask = await start({ required: true });
    const sent = { authorization: `DPoP ${bound}`, dpop: await proofFor() };
    expect(await verdictOf(ask(sent))).toEqual([200, "in", null]);
    expect(await verdictOf(ask({ authorization: `Bearer ${unbound}` }))).toEqual([
      401,
      "token_not_bound",
      dpopChallenge("invalid_token"),
    ]);
    expect(await verdictOf(ask({ authorization: "" }))).toEqual([
      401,
      "token_missing",
      expect.stringMatching(/^DPoP (?!error)/),
    ]);
  });

  it("asks for a nonce of its own, if it has a secret for that, and hands it out [verifier-dpop-6]", async () => {
    const ask = await start({ nonceSecret: "n".repeat(32) });
    const dpop = await proofFor();
    const refused = await ask({ authorization: `DPoP ${bound}`, dpop });
    const nonce = refused.headers.get("dpop-nonce") ?? "";
    expect(refused.headers.get("access-control-expose-headers")).toContain("dpop-nonce");
    expect(await verdictOf(refused)).toEqual([401, "dpop_nonce_required", dpopChallenge("use_dpop_nonce")]);
    const again = { authorization: `DPoP ${bound}`, dpop: await proofFor(path, "GET", nonce) };
    expect(await verdictOf(ask(again))).toEqual([200, "in", null]);
  });
});

describe("htu", () => {
  it("is never what the Host header says [verifier-dpop-7]", async () => {
    const ask = await askExpress();
    const dpop = await generateProof(holder, `http://127.0.0.1${path}`, "GET", undefined, bound);
    expect((await verdictOf(ask({ authorization: `DPoP ${bound}`, dpop })))[1]).toBe("dpop_proof_htu");
  });

  it("begins with the option dpop.url, if a proxy changes addresses", async () => {
    const ask = askFetch({ url: "https://api.example/v1/" });
    const dpop = await generateProof(holder, "https://api.example/v1/notes", "GET", undefined, bound);
    expect((await verdictOf(ask({ authorization: `DPoP ${bound}`, dpop })))[0]).toBe(200);
  });

  it("cannot be known if the audience is no URL, so bound tokens are refused", async () => {
    const api = fetchVerifier({ ...options, audience: "urn:notes" });
    closing.push(api.close);
    const token = tokenWith({ aud: "urn:notes", cnf: { jkt: await calculateThumbprint(holder.publicKey) } });
    const request = toRequest({
      authorization: `DPoP ${token}`,
      dpop: await proofFor(path, "GET", undefined, token),
    });
    const [status, reason, challenge] = await verdictOf(
      api.requireToken()(request, () => new Response("in")),
    );
    expect([status, reason]).toEqual([401, "dpop_proof_htu"]);
    expect(challenge).toMatch(/^Bearer /);
  });
});

it.each(["ES256", "Ed25519", "PS256", "RS256"] as const)("proofs of %s are good", async (alg) => {
  const by = await generateKeyPair(alg);
  const token = await boundTo(by);
  const dpop = await proofFor(path, "GET", undefined, token, by);
  expect((await verdictOf(askFetch()({ authorization: `DPoP ${token}`, dpop })))[0]).toBe(200);
});

it.each<unknown>([
  { "x5t#S256": "abc" },
  { jkt: "abc", "x5t#S256": "abc" },
  { jwk: { kty: "EC" } },
  { jkt: 1 },
  { jkt: "" },
  {},
])("a token bound in another way is refused: cnf %j [verifier-dpop-8]", async (cnf) => {
  for (const scheme of ["Bearer", "DPoP"])
    expect((await verdictOf(askFetch()({ authorization: `${scheme} ${tokenWith({ cnf })}` })))[1]).toBe(
      "token_binding_unknown",
    );
});

describe("without a framework", () => {
  it("a token without a proof counts as a bearer token [verifier-dpop-9]", async () => {
    const verifier = createVerifier(options);
    closing.push(verifier.close);
    expect(await reasonOf(() => verifier.verify(bound))).toBe("token_bound");
    expect(await reasonOf(() => verifier.verify(unbound))).toBe("admitted");
    const proof = { header: await proofFor(), method: "GET", target: `${audience}${path}?whole` };
    expect(await reasonOf(() => verifier.verify(bound, proof))).toBe("admitted");
    expect(await reasonOf(() => verifier.verify(bound, proof))).toBe("dpop_proof_replayed");
    expect(verifier.dpop).toBe("possible");
  });

  it.each<[string, DpopOptions]>([
    ["dpop.url", { url: "urn:a" }],
    ["dpop.url", { url: "https://a.example/?b" }],
    ["dpop.nonceSecret", { nonceSecret: "short" }],
  ])("refuses a wrong %s", (name, dpop) => {
    expect(() => createVerifier({ ...options, dpop })).toThrow(name);
    expect(() => createVerifier({ ...options, audience: "urn:a", dpop: { required: true } })).toThrow(
      "dpop.url",
    );
  });
});

it("the metadata says so (RFC 9728 §2)", () => {
  const documentOf = (dpop?: DpopOptions) => {
    const api = fetchVerifier({ ...options, dpop });
    closing.push(api.close);
    return api.metadata(new Request(`${audience}/.well-known/oauth-protected-resource`))?.json();
  };
  const algorithms = { dpop_signing_alg_values_supported: proofAlgorithms };
  return Promise.all([
    expect(documentOf()).resolves.toMatchObject(algorithms),
    expect(documentOf()).resolves.not.toHaveProperty("dpop_bound_access_tokens_required"),
    expect(documentOf({ required: true })).resolves.toMatchObject({
      ...algorithms,
      dpop_bound_access_tokens_required: true,
    }),
  ]);
});
