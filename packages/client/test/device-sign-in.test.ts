/** Signing in where there is no browser (RFC 8628), by the clock of the test. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ClientOptions, type DeviceCode, memoryStore, RefusedError } from "../src/index.js";
import { newClient } from "./support/clients.js";

const issuer = "https://issuer.example";
const api = "https://api.example";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const tokens = {
  access_token: "an access token",
  token_type: "Bearer",
  expires_in: 600,
  refresh_token: "a refresh token",
};
const refused = (error: string, status = 400) =>
  Response.json({ error, error_uri: `${issuer}/errors/${error}` }, { status });
const pending = () => refused("authorization_pending");
const slowDown = () => refused("slow_down");

interface Polled {
  readonly atSeconds: number;
  readonly form: URLSearchParams;
}

/** A server that answers the token requests with these, one by one. */
function deviceServer(replies: readonly (() => Response)[], device: object = {}) {
  const startedAt = performance.now();
  const [polls, asked]: [Polled[], URLSearchParams[]] = [[], []];
  const rest = [...replies];
  const answer: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/.well-known/"))
      return Response.json({
        issuer,
        token_endpoint: `${issuer}/oauth2/token`,
        device_authorization_endpoint: `${issuer}/oauth2/device_authorization`,
      });
    const form = new URLSearchParams(await request.text());
    if (pathname === "/oauth2/device_authorization") {
      asked.push(form);
      return Response.json({
        device_code: "a device code",
        user_code: "WDJB-MJHT",
        verification_uri: `${issuer}/device`,
        verification_uri_complete: `${issuer}/device?user_code=WDJB-MJHT`,
        expires_in: 600,
        interval: 5,
        ...device,
      });
    }
    polls.push({ atSeconds: Math.round((performance.now() - startedAt) / 1_000), form });
    const reply = rest.shift();
    if (reply === undefined) throw new Error("asked too often");
    return reply();
  };
  return { polls, asked, times: () => polls.map(({ atSeconds }) => atSeconds), fetch: answer };
}

function start(
  server: ReturnType<typeof deviceServer>,
  options: Partial<ClientOptions> = {},
  signal?: AbortSignal,
) {
  const store = memoryStore();
  const client = newClient(issuer, {
    resource: api,
    refreshTokenStore: store,
    fetch: server.fetch,
    ...options,
  });
  const shown: DeviceCode[] = [];
  const outcome = client
    .signInWithDevice((code) => void shown.push(code), signal === undefined ? {} : { signal })
    .then(
      () => null,
      (error: unknown) => error,
    );
  return { client, store, shown, outcome };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

describe("signInWithDevice()", () => {
  it("shows the code, asks for its scope and API, and is signed in once the user has allowed it [client-device-1]", async () => {
    const server = deviceServer([pending, pending, () => Response.json(tokens)]);
    const { client, store, shown, outcome } = start(server, { scope: "notes:read" });
    await seconds(15);
    expect(await outcome).toBeNull();
    expect(shown).toEqual([
      {
        userCode: "WDJB-MJHT",
        verificationUri: `${issuer}/device`,
        verificationUriComplete: `${issuer}/device?user_code=WDJB-MJHT`,
        expiresAt: expect.any(Date),
      },
    ]);
    const request = { client_id: "app", resource: api };
    expect(server.asked.map((form) => Object.fromEntries(form))).toEqual([
      { ...request, scope: "notes:read" },
    ]);
    expect(Object.fromEntries(server.polls[0]?.form ?? [])).toEqual({
      ...request,
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      device_code: "a device code",
    });
    expect(server.times()).toEqual([5, 10, 15]);
    expect(client.accessToken).not.toBeNull();
    expect(await store.getItem(`regrant ${issuer} app refresh_token`)).toBe(tokens.refresh_token);
  });

  it("waits five seconds where the server does not say, and five more after each slow_down (§3.5) [client-device-2]", async () => {
    const server = deviceServer([pending, slowDown, pending, slowDown, () => Response.json(tokens)], {
      interval: undefined,
      verification_uri_complete: undefined,
    });
    const { shown, outcome } = start(server);
    await seconds(60);
    expect(await outcome).toBeNull();
    expect(server.times()).toEqual([5, 10, 20, 30, 45]);
    expect(shown[0]?.verificationUriComplete).toBeNull();
  });

  it("asks half as often after each request without an answer, and not before Retry-After (§3.5) [client-device-3]", async () => {
    const lost = () => {
      throw new TypeError("fetch failed");
    };
    const busy = () => new Response("", { status: 503, headers: { "retry-after": "90" } });
    const server = deviceServer([lost, lost, busy, () => Response.json(tokens)]);
    const { outcome } = start(server);
    await seconds(300);
    expect(await outcome).toBeNull();
    expect(server.times()).toEqual([5, 15, 35, 125]);
  });

  it.each(["access_denied", "expired_token", "invalid_grant", "invalid_client"])(
    "ends with %s [client-device-4]",
    async (error) => {
      const server = deviceServer([pending, () => refused(error)]);
      const { client, outcome } = start(server);
      await seconds(10);
      expect(await outcome).toMatchObject({ name: "RefusedError", error, reason: error });
      await seconds(60);
      expect(server.polls).toHaveLength(2);
      expect(client.accessToken).toBeNull();
    },
  );

  it("ends when the code has expired, whatever the server says [client-device-5]", async () => {
    const server = deviceServer([pending, pending, pending], { expires_in: 12 });
    const { outcome } = start(server);
    await seconds(15);
    expect(await outcome).toMatchObject({ error: "expired_token", reason: "device_code_expired" });
    expect(server.times()).toEqual([5, 10]);
  });

  it("ends when it is told to, with that reason [client-device-6]", async () => {
    const server = deviceServer([pending, pending]);
    const stopping = new AbortController();
    const { outcome } = start(server, {}, stopping.signal);
    await seconds(7);
    const reason = new Error("the user pressed Ctrl-C");
    stopping.abort(reason);
    expect(await outcome).toBe(reason);
    await seconds(60);
    expect(server.polls).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
    const late = start(server, {}, stopping.signal);
    expect(await late.outcome).toBe(reason);
    expect(server.asked).toHaveLength(1);
  });

  it("ends with what showing the code throws", async () => {
    const server = deviceServer([]);
    const client = newClient(issuer, { refreshTokenStore: memoryStore(), fetch: server.fetch });
    const failure = new Error("no terminal");
    await expect(client.signInWithDevice(() => Promise.reject(failure))).rejects.toBe(failure);
    await seconds(60);
    expect(server.polls).toEqual([]);
  });

  it("with openid wants an ID token, and refuses the tokens without one [client-device-7]", async () => {
    const server = deviceServer([() => Response.json(tokens)]);
    const { client, store, outcome } = start(server, { scope: "openid" });
    await seconds(5);
    expect(await outcome).toMatchObject({ name: "RefusedError", reason: "id_token_invalid" });
    expect(client.accessToken).toBeNull();
    expect(await store.getItem(`regrant ${issuer} app refresh_token`)).toBeNull();
  });

  it("keeps nobody else waiting: an earlier sign-in goes on until the new one is there [client-device-8]", async () => {
    const server = deviceServer([
      () => Response.json(tokens),
      pending,
      () => Response.json({ ...tokens, refresh_token: "b" }),
    ]);
    const { client, store, outcome } = start(server);
    await seconds(5);
    expect(await outcome).toBeNull();
    const again = client.signInWithDevice(() => undefined);
    await seconds(7);
    expect(await store.getItem(`regrant ${issuer} app refresh_token`)).toBe(tokens.refresh_token);
    await seconds(3);
    await again;
    expect(await store.getItem(`regrant ${issuer} app refresh_token`)).toBe("b");
  });

  it("says so if the server has no device grant", async () => {
    const none: typeof fetch = async () =>
      Response.json({ issuer, token_endpoint: `${issuer}/oauth2/token` });
    const client = newClient(issuer, { refreshTokenStore: memoryStore(), fetch: none });
    await expect(client.signInWithDevice(() => undefined)).rejects.toThrow(
      "https://issuer.example has no device_authorization_endpoint",
    );
  });

  it("reports what the server refuses before any code is shown", async () => {
    const server = deviceServer([]);
    const client = newClient(issuer, {
      refreshTokenStore: memoryStore(),
      fetch: async (input, init) => {
        const isDevice = new URL(new Request(input, init).url).pathname === "/oauth2/device_authorization";
        return isDevice ? refused("unauthorized_client") : server.fetch(input, init);
      },
    });
    const refusal = client.signInWithDevice(() => expect.unreachable());
    await expect(refusal).rejects.toThrow(RefusedError);
    await expect(refusal).rejects.toMatchObject({ error: "unauthorized_client" });
  });
});
