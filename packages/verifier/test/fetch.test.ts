import { Hono } from "hono";
import { afterEach, describe, expect, it } from "vitest";
import { type FetchVerifier, type FetchVerifierOptions, fetchVerifier } from "../src/fetch.js";
import { OAuthError, requireAnyRole } from "../src/index.js";
import { dpopOffer, exposed } from "./support/challenges.js";
import { answerStatus, audience, startIssuer } from "./support/issuer.js";
import { issuerOfFile } from "./support/issuer-of-file.js";

const { key, issuer, tokenWith } = await issuerOfFile();
const metadataPath = "/.well-known/oauth-protected-resource";
const open: FetchVerifier[] = [];

afterEach(() => {
  for (const api of open.splice(0)) api.close();
});

function createApi(options: Partial<FetchVerifierOptions> = {}): FetchVerifier {
  const api = fetchVerifier({ issuer: issuer.issuer, audience, ...options });
  open.push(api);
  return api;
}

const requestWith = (claims?: Record<string, unknown>, url = `${audience}/notes`): Request =>
  new Request(url, { headers: { authorization: `Bearer ${tokenWith(claims)}` } });
const bare = () => new Request(`${audience}/notes`);
const ok = () => new Response("in");

async function reasonFrom(response: Response): Promise<string | undefined> {
  const body = (await response.json()) as { error_uri: string };
  return body.error_uri.split("/").at(-1);
}

describe("fetchVerifier (RFC 6750)", () => {
  it("hands the verified token to the handler [verifier-fetch-1]", async () => {
    const guard = createApi().requireScope("notes:read");
    const response = await guard(requestWith(), ({ claims, scopes }) =>
      Response.json({ sub: claims.sub, scopes }),
    );
    expect(await response.json()).toEqual({ sub: "alice", scopes: ["notes:read", "notes:write"] });
  });

  it("answers 401 with a bare challenge without a token, readable from any origin [verifier-fetch-2]", async () => {
    const response = await createApi().requireToken()(bare(), ok);
    expect(response.status).toBe(401);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "www-authenticate": `Bearer resource_metadata="${audience}${metadataPath}"${dpopOffer}`,
      "cache-control": "no-store",
      "content-type": "application/json",
      "access-control-allow-origin": "*",
      "access-control-expose-headers": exposed,
    });
    expect(await reasonFrom(response)).toBe("token_missing");
  });

  it.each([
    ["the failed check", { exp: 1 }, 401, "token_expired"],
    ["the missing scope", { scope: "notes:write" }, 403, "scope_insufficient"],
  ])("names %s", async (_name, claims, status, reason) => {
    const response = await createApi().requireScope("notes:read")(requestWith(claims), ok);
    expect([response.status, await reasonFrom(response)]).toEqual([status, reason]);
  });

  it("answers what the handler demands beside it", async () => {
    const response = await createApi().requireToken()(requestWith(), (token) => {
      requireAnyRole(token, "admin");
      return ok();
    });
    expect([response.status, await reasonFrom(response)]).toEqual([403, "role_insufficient"]);
    const admin = createApi().requireAnyRole("admin");
    expect((await admin(requestWith({ roles: ["admin"] }), ok)).status).toBe(200);
  });

  it("refuses a token in the query, and does not look for one in a form [verifier-fetch-3]", async () => {
    const guard = createApi().requireToken();
    const query = await guard(requestWith({}, `${audience}/notes?access_token=x`), ok);
    expect([query.status, await reasonFrom(query)]).toEqual([400, "token_repeated"]);
    const body = new URLSearchParams({ access_token: tokenWith() });
    const form = await guard(new Request(audience, { method: "POST", body }), ok);
    expect([form.status, await reasonFrom(form)]).toEqual([401, "token_missing"]);
  });

  it("refuses two Authorization headers, which arrive as one", async () => {
    const request = requestWith();
    request.headers.append("authorization", "Bearer x");
    const response = await createApi().requireToken()(request, ok);
    expect([response.status, await reasonFrom(response)]).toEqual([400, "authorization_malformed"]);
  });

  it("answers 503 with Retry-After without keys", async () => {
    await using away = await startIssuer([key]);
    away.answer(answerStatus(500));
    const response = await createApi({ jwksUrl: away.jwksUrl }).requireToken()(requestWith(), ok);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("throws what is no refusal", async () => {
    const guard = createApi().requireToken();
    const broken = () => Promise.reject(new Error("not for the verifier"));
    await expect(guard(requestWith(), broken)).rejects.toThrow("not for the verifier");
  });

  it("makes a Response of one's own refusal", async () => {
    const error = new OAuthError("invalid_request", "no such note", { reason: "not_found", status: 404 });
    expect(createApi().refuse(error).status).toBe(404);
  });

  it("fetches nothing between requests where it must not", async () => {
    await using idle = await startIssuer([key]);
    const api = createApi({ jwksUrl: idle.jwksUrl, refreshInBackground: false });
    expect((await api.requireToken()(bare(), ok)).status).toBe(401);
    expect(idle.fetches()).toBe(0);
    expect((await api.requireToken()(requestWith(), ok)).status).toBe(200);
    expect(idle.fetches()).toBe(1);
  });
});

describe("metadata (RFC 9728 §3)", () => {
  const resource = "http://localhost:4001/api/v1";

  it.each([metadataPath, `${metadataPath}/api/v1`])(
    "is at %s for a resource with a path [verifier-fetch-4]",
    async (path) => {
      const api = createApi({ audience: resource, resource: { name: "Notes" } });
      const ask = (method: string) => api.metadata(new Request(`http://127.0.0.1:1${path}`, { method }));
      const response = ask("GET");
      expect(response?.headers.get("access-control-allow-origin")).toBe("*");
      expect(await response?.json()).toMatchObject({ resource, resource_name: "Notes" });
      expect(ask("HEAD")?.status).toBe(200);
      expect(ask("OPTIONS")?.headers.get("access-control-allow-headers")).toBe("*");
      expect(ask("POST")).toBeNull();
    },
  );

  it("is nowhere else, and nowhere at all where the audience is no URL", () => {
    expect(createApi().metadata(bare())).toBeNull();
    const request = new Request(`${audience}${metadataPath}`);
    expect(createApi({ audience: "urn:example:notes" }).metadata(request)).toBeNull();
  });
});

describe("Hono", () => {
  it("takes a guard as a middleware, and the metadata as another", async () => {
    const api = createApi();
    const readNotes = api.requireScope("notes:read");
    const app = new Hono<{ Variables: { sub: string } }>();
    app.use(async (c, next) => api.metadata(c.req.raw) ?? next());
    app.use("/notes/*", (c, next) =>
      readNotes(c.req.raw, ({ claims }) => {
        c.set("sub", claims.sub);
        return next();
      }),
    );
    app.get("/notes/mine", (c) => c.json({ sub: c.get("sub") }));
    const admitted = await app.request(requestWith({}, `${audience}/notes/mine`));
    expect(await admitted.json()).toEqual({ sub: "alice" });
    expect((await app.request("/notes/mine")).status).toBe(401);
    expect((await app.request(metadataPath)).status).toBe(200);
  });
});
