/** Any number of processes and tabs, one cookie, no lock; and answers that overtake each other. */
import type { IncomingMessage } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loseAnswer, unavailable } from "../../client/test/support/authorization-server.js";
import { echoApi, startWorld, type World, type WorldOptions } from "./support/apps.js";
import { type Browser, openBrowser } from "./support/browser.js";

/** Signed in, on two processes: the browser's cookies go to both. */
async function startTwo(options: WorldOptions = {}) {
  const world = await startWorld(options);
  await world.signIn();
  const { cookies } = world.browser;
  const other = await world.startAnother();
  const elsewhere: Browser = { ...openBrowser(() => other, cookies) };
  return { ...world, elsewhere };
}

/** By the clock on the wall; what waits for an answer goes on as it is. */
function later(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });
}
afterEach(() => void vi.useRealTimers());

const refreshes = ({ server }: Pick<World, "server">) =>
  server.requests.filter((form) => form.get("grant_type") === "refresh_token");
const reasonIn = async (response: Response) => [response.status, (await response.json()).reason];

/** Its answers to `/slow` with a good token wait until they are let go. */
async function startSlow() {
  const waiting: (() => void)[] = [];
  let server: World["server"] | null = null;
  const isGood = (request: IncomingMessage) =>
    server?.isGood(request.headers.authorization?.replace("Bearer ", "") ?? "");
  const echo = echoApi(() => server as World["server"]);
  const world = await startTwo({
    api: (request, response) => {
      if (request.url === "/slow" && isGood(request)) waiting.push(() => echo(request, response));
      else echo(request, response);
    },
  });
  ({ server } = world);
  return { ...world, waiting };
}

describe("four tabs on two processes", () => {
  it("refresh the same cookie at once: each has its answer, and whichever cookie arrives last is good", async () => {
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
    ]) {
      const { browser, elsewhere, server } = await startTwo();
      server.expireAccessTokens();
      const tabs = [browser, elsewhere, browser, elsewhere];
      const answers = await Promise.all(
        tabs.map((tab, index) => tab.ask(`/api/${index}`, { arrivesLater: true })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      for (const index of order) browser.keep(answers[index] as Response);
      expect(browser.cookies.size).toBe(1);

      const before = refreshes({ server }).length;
      expect(before).toBeLessThanOrEqual(2);
      for (const tab of tabs) expect((await tab.ask("/api/again")).status).toBe(200);
      expect(refreshes({ server })).toHaveLength(before);
      server.expireAccessTokens();
      for (const tab of tabs) expect((await tab.ask("/api/later")).status).toBe(200);
    }
  });

  it("ask once for all requests of a process, and for those that the browser sent before the answer", async () => {
    const { browser, server, signIn } = await startWorld();
    await signIn();
    server.expireAccessTokens();
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => browser.ask("/api/notes", { arrivesLater: true })),
    );
    expect(asked.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await browser.ask("/api/notes", { arrivesLater: true })).status).toBe(200);
    expect(refreshes({ server })).toHaveLength(1);
  });
});

describe("an answer that arrives late", () => {
  it("with an older cookie does not count, and is tidied up", async () => {
    const { browser, elsewhere, server, waiting } = await startSlow();
    server.expireAccessTokens();
    const late = browser.ask("/api/slow", { arrivesLater: true });
    await expect.poll(() => waiting.length).toBe(1);
    // Meanwhile the browser moves on by three refreshes.
    await elsewhere.ask("/api/notes");
    for (let index = 0; index < 2; index += 1) {
      server.expireAccessTokens();
      await elsewhere.ask("/api/notes");
    }
    const newest = new Map(browser.cookies);
    waiting[0]?.();
    browser.keep(await late);
    expect(browser.cookies.size).toBe(2);

    server.expireAccessTokens();
    expect((await browser.ask("/api/notes")).status).toBe(200);
    expect(browser.cookies.size).toBe(1);
    expect([...browser.cookies.keys()][0]?.localeCompare([...newest.keys()][0] ?? "")).toBe(1);
  });

  it("after the sign-out does not sign in again", async () => {
    const { browser, elsewhere, server, waiting } = await startSlow();
    server.expireAccessTokens();
    const late = browser.ask("/api/slow", { arrivesLater: true });
    await expect.poll(() => waiting.length).toBe(1);
    expect((await elsewhere.ask("/bff/logout", { method: "POST" })).status).toBe(200);
    waiting[0]?.();
    browser.keep(await late);
    expect(await reasonIn(await browser.ask("/bff/session"))).toEqual([401, "signed_out"]);
    expect(await reasonIn(await browser.ask("/api/notes"))).toEqual([401, "signed_out"]);
  });
});

describe("a new cookie", () => {
  it("comes with a failure of the API too", async () => {
    const { browser, signIn, server } = await startWorld({
      server: { expiresIn: 20 },
      bff: { routes: [{ prefix: "/api", target: "http://127.0.0.1:9" }] },
    });
    await signIn();
    const [name] = [...browser.cookies.keys()];
    later(11_000);
    expect((await browser.ask("/api/notes")).status).toBe(502);
    expect(refreshes({ server })).toHaveLength(1);
    expect([...browser.cookies.keys()]).toEqual([expect.not.stringMatching(`^${name}$`)]);
  });

  it.each(["Fastify", "Hono"] as const)(
    "does not wait for an API that takes its time: on %s the browser gets it, and asks again",
    async (framework) => {
      const asked: string[] = [];
      const { browser, signIn, server } = await startWorld({
        framework,
        server: { expiresIn: 30 },
        api: (request, response) => {
          asked.push(request.headers.authorization ?? "");
          if (asked.length === 1) return void response.writeHead(401, refused).end();
          const timer = setTimeout(() => response.end("late"), 6_000);
          response.on("close", () => clearTimeout(timer));
        },
      });
      await signIn();
      const first = await browser.ask("/api/notes?wait=60");
      expect([first.status, first.headers.get("location")]).toEqual([307, "/api/notes?wait=60"]);
      expect(first.headers.get("cache-control")).toBe("no-store");
      const second = await browser.ask("/api/notes?wait=60");
      expect([second.status, await second.text()]).toEqual([200, "late"]);
      expect([asked.length, refreshes({ server }).length]).toEqual([3, 1]);
    },
  );

  it("waits for what must not be sent twice", async () => {
    let asked = 0;
    const { browser, signIn } = await startWorld({
      api: (request, response) => {
        asked += 1;
        request.resume();
        if (asked === 1) response.writeHead(401, refused).end();
        else setTimeout(() => response.end("late"), 5_500);
      },
    });
    await signIn();
    const answer = await browser.ask("/api/notes", { method: "POST", body: "once" });
    expect([answer.status, await answer.text(), asked]).toEqual([200, "late", 2]);
    expect(answer.headers.getSetCookie()).toHaveLength(2);
  });

  const refused = { "www-authenticate": 'Bearer error="invalid_token"' };
});

describe("a cookie whose answer was lost", () => {
  it("is good for the same refresh once more, by another process too", async () => {
    const { browser, elsewhere, server } = await startTwo();
    server.expireAccessTokens();
    await browser.ask("/api/notes", { arrivesLater: true });
    server.expireAccessTokens();
    expect((await elsewhere.ask("/api/notes")).status).toBe(200);
    expect((await browser.ask("/api/notes")).status).toBe(200);
  });

  it("ends the session once its successor has been used: nobody can tell that from a thief", async () => {
    const { browser, elsewhere, server } = await startTwo();
    const copy = new Map(browser.cookies);
    for (let index = 0; index < 2; index += 1) {
      server.expireAccessTokens();
      await browser.ask("/api/notes");
    }
    server.expireAccessTokens();
    elsewhere.cookies.clear();
    for (const [name, value] of copy) elsewhere.cookies.set(name, value);
    expect(await reasonIn(await elsewhere.ask("/api/notes"))).toEqual([401, "refresh_token_reused"]);
  });
});

describe("an ended session", () => {
  it("signs out at the next use, and every tab learns why", async () => {
    const { browser, elsewhere, server } = await startTwo();
    server.kill("refresh_token_revoked");
    expect((await browser.ask("/api/notes")).status).toBe(200); // until the access token is over
    server.expireAccessTokens();
    const answer = await browser.ask("/api/notes");
    expect([answer.status, await answer.json()]).toEqual([
      401,
      {
        error: "signed_out",
        error_description: "the session has ended: refresh_token_revoked",
        reason: "refresh_token_revoked",
      },
    ]);
    const asked = refreshes({ server }).length;
    for (const tab of [elsewhere, browser])
      expect(await reasonIn(await tab.ask("/bff/session"))).toEqual([401, "refresh_token_revoked"]);
    expect(refreshes({ server })).toHaveLength(asked);
  });

  it("does not come between a user and the next sign-in, even if its end arrives later", async () => {
    const { browser, server, signIn, origin } = await startWorld();
    await signIn();
    const old = openBrowser(() => origin, new Map(browser.cookies));
    server.kill("refresh_token_revoked");
    server.expireAccessTokens();
    const late = await old.ask("/api/notes", { arrivesLater: true });
    expect(late.status).toBe(401);
    later(1_100); // nobody signs in again within a second
    await signIn();
    browser.keep(late);
    expect((await browser.ask("/bff/session")).status).toBe(200);
  });
});

describe("before the access token is over", () => {
  it("is refreshed first, so that the API need not refuse it", async () => {
    const { browser, server, signIn } = await startWorld({ server: { expiresIn: 20 } });
    await signIn();
    expect((await browser.ask("/api/notes")).status).toBe(200);
    expect(refreshes({ server })).toHaveLength(0);
    later(11_000); // half of its life: never earlier
    expect((await browser.ask("/api/notes")).status).toBe(200);
    expect(refreshes({ server })).toHaveLength(1);
  });

  it.each([
    ["answers 503", unavailable(503, "7")],
    ["answers 429", unavailable(429, "7")],
    ["loses the answer", loseAnswer],
  ])("nobody is signed out by a server that %s", async (_, interception) => {
    const { browser, server, signIn } = await startWorld({ server: { expiresIn: 20 } });
    await signIn();
    later(11_000);
    server.intercept(interception);
    expect((await browser.ask("/api/notes")).status).toBe(200); // with the old one
    later(10_000);
    server.intercept(interception);
    const answer = await browser.ask("/api/notes");
    expect([answer.status, await answer.json()]).toMatchObject([503, { error: "temporarily_unavailable" }]);
    expect(answer.headers.get("retry-after")).toMatch(/^[17]$/);
    expect(answer.headers.getSetCookie()).toEqual([]);
    server.intercept(interception);
    expect((await browser.ask("/bff/session")).status).toBe(200);
    expect((await browser.ask("/api/notes")).status).toBe(200);
  });
});

describe("after the API's invalid_token", () => {
  it("a request is repeated once, and what the API then says is the answer", async () => {
    let asked = 0;
    const { browser, server, signIn } = await startWorld({
      api: (_request, response) => {
        asked += 1;
        response.writeHead(401, { "www-authenticate": 'Bearer realm="x", error="invalid_token"' }).end("no");
      },
    });
    await signIn();
    const answer = await browser.ask("/api/notes");
    expect([answer.status, await answer.text(), asked]).toEqual([401, "no", 2]);
    expect(answer.headers.get("www-authenticate")).toContain("invalid_token");
    expect(refreshes({ server })).toHaveLength(1);
  });

  it.each([
    [403, 'Bearer error="insufficient_scope"'],
    [401, 'Basic realm="invalid_token"'],
    [401, "Bearer"],
  ])("only: %s %s is the answer at once", async (status, challenge) => {
    const { browser, server, signIn } = await startWorld({
      api: (_request, response) => void response.writeHead(status, { "www-authenticate": challenge }).end(),
    });
    await signIn();
    expect((await browser.ask("/api/notes")).status).toBe(status);
    expect(refreshes({ server })).toHaveLength(0);
  });

  it("a long body is not repeated: the token is renewed, and the answer says so", async () => {
    const { browser, server, signIn } = await startWorld();
    await signIn();
    server.expireAccessTokens();
    const body = "x".repeat(64 * 1024 + 1);
    const answer = await browser.ask("/api/notes", { method: "POST", body });
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: "token_renewed" }]);
    const again = await browser.ask("/api/notes", { method: "POST", body });
    expect([again.status, (await again.json()).body.length]).toEqual([200, body.length]);
    expect(refreshes({ server })).toHaveLength(1);
  });

  it("a body of up to 64 KiB is", async () => {
    const { browser, server, signIn } = await startWorld();
    await signIn();
    server.expireAccessTokens();
    const body = "x".repeat(64 * 1024);
    const answer = await browser.ask("/api/notes", { method: "POST", body });
    expect([answer.status, (await answer.json()).body.length]).toEqual([200, body.length]);
  });
});

describe("signing out", () => {
  const endSessionEndpoint = "https://issuer.example/oauth2/logout";

  it("ends the cookie, revokes the session, and names the server's page", async () => {
    const { browser, server, signIn } = await startWorld({
      server: { endSessionEndpoint },
      bff: { postLogoutRedirectUri: "https://app.example/" },
    });
    await signIn();
    const answer = await browser.ask("/bff/logout", { method: "POST" });
    const { sign_out_url, revoked } = (await answer.json()) as { sign_out_url: string; revoked: boolean };
    expect([answer.status, revoked]).toEqual([200, true]);
    expect(Object.fromEntries(new URL(sign_out_url).searchParams)).toEqual({
      client_id: "app",
      id_token_hint: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      post_logout_redirect_uri: "https://app.example/",
    });
    expect(server.revocations).toHaveLength(1);
    expect(await reasonIn(await browser.ask("/bff/session"))).toEqual([401, "signed_out"]);
    expect((await browser.ask("/bff/logout", { method: "POST" })).status).toBe(200);
    await signIn();
    expect((await browser.ask("/bff/session")).status).toBe(200);
  });

  it("works while the server is away", async () => {
    const { browser, signIn, faults } = await startWorld({ server: { losesRevocations: true } });
    await signIn();
    const answer = await browser.ask("/bff/logout", { method: "POST" });
    expect([answer.status, await answer.json()]).toEqual([200, { sign_out_url: null, revoked: false }]);
    expect(faults).toEqual(["the session could not be revoked"]);
    expect((await browser.ask("/bff/session")).status).toBe(401);
  });
});
