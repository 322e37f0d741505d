/** Everything in the client's environment: missing, throwing, read-only, shared with others, or wrong. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryStore, type Store } from "../src/index.js";
import { startApi } from "./support/api.js";
import { startAuthorizationServer, unavailable } from "./support/authorization-server.js";
import { newClient, signedIn } from "./support/clients.js";
import { withCookies } from "./support/cookies.js";

/** Node.js posing as a page of this origin. */
const inPage = (origin = "https://app.example") => vi.stubGlobal("origin", origin);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const throwing = (name: string) => {
  throw new DOMException("not here", name);
};

/** A page with a server and a cookie jar; each client is a tab. */
async function openPage() {
  const server = await startAuthorizationServer({ delivery: "cookie", hasRevocation: true });
  const api = await startApi(server);
  const jar = withCookies();
  const tab = (options = {}) => newClient(server.issuer, { resource: api.url, fetch: jar, ...options });
  return { server, api, tab };
}

async function signInAt({ server, tab }: Awaited<ReturnType<typeof openPage>>) {
  const client = tab();
  await client.finishSignIn(server.authorize(await client.signInUrl()));
  return client;
}

/** Web Locks for Node.js versions without them. */
function webLocks() {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async request(name: string, options: { ifAvailable?: boolean }, task: (lock: object | null) => unknown) {
      const tail = tails.get(name);
      if (tail !== undefined && options.ifAvailable) return task(null);
      const result = Promise.resolve(tail).then(() => task({}));
      const done = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(name, done);
      void done.then(() => tails.get(name) === done && tails.delete(name));
      return result;
    },
  };
}

describe("two clients in one process", () => {
  beforeEach(() => void vi.stubGlobal("navigator", { locks: webLocks() }));

  it("do not wait for each other: each has a store of its own [client-surroundings-1]", async () => {
    const slow = await signedIn();
    const other = newClient(slow.server.issuer, { resource: slow.api.url, refreshTokenStore: memoryStore() });
    await other.finishSignIn(slow.server.authorize(await other.signInUrl()));
    let release = () => {};
    slow.server.intercept(async (proceed) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return proceed();
    });
    const waiting = slow.client.refresh();
    await vi.waitFor(() => expect(slow.server.requests).toHaveLength(3));
    await other.refresh();
    release();
    await waiting;
  });

  it("that were given the same store refresh one after the other [client-surroundings-2]", async () => {
    const { server, client, store } = await signedIn();
    const other = newClient(server.issuer, { refreshTokenStore: store });
    let isRefreshing = false;
    for (const _ of [1, 2])
      server.intercept(async (proceed) => {
        expect(isRefreshing).toBe(false);
        isRefreshing = true;
        await new Promise((resolve) => setTimeout(resolve, 50));
        isRefreshing = false;
        return proceed();
      });
    await Promise.all([client.refresh(), other.refresh()]);
    expect(server.requests.map((form) => form.get("refresh_token")).filter(Boolean)).toHaveLength(2);
  });

  it("are never told each other's access tokens: outside a page there are no tabs [client-surroundings-3]", async () => {
    const page = await openPage();
    const theirs = newClient(page.server.issuer, { resource: page.api.url, fetch: withCookies() });
    await signInAt(page);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(theirs.accessToken).toBeNull();
  });
});

describe("close()", () => {
  it("while a sign-in finishes lets it finish, and the page's next client finds the grant (React StrictMode) [client-surroundings-4]", async () => {
    inPage();
    const page = await openPage();
    const first = page.tab();
    const answer = page.server.authorize(await first.signInUrl());
    const second = page.tab();
    const finishing = first.finishSignIn(answer);
    first.close();
    const restoring = second.restore();
    expect(await finishing).toBe(true);
    expect(await restoring).toBe(true);
    expect((await second.fetch(page.api.url)).status).toBe(200);
  });

  it("while a refresh is under way lets it end, and tells the other tabs [client-surroundings-5]", async () => {
    inPage();
    const page = await openPage();
    const first = await signInAt(page);
    const second = page.tab();
    const refreshing = first.refresh();
    first.close();
    await refreshing;
    await vi.waitFor(() => expect(second.accessToken).not.toBeNull());
  });

  it("twice, and whatever is called after, fails nowhere", async () => {
    inPage();
    const page = await openPage();
    const client = await signInAt(page);
    client.close();
    client.close();
    await client.refresh();
    expect(await client.signOut()).toBeNull();
  });
});

describe("Web Locks", () => {
  it.each(["SecurityError", "InvalidStateError"])(
    "that are refused with %s (a sandboxed frame, a page that is being left) are done without",
    async (name) => {
      inPage("null");
      vi.stubGlobal("navigator", { locks: { request: async () => throwing(name) } });
      const client = await signInAt(await openPage());
      await client.refresh();
      expect(client.letters()).toBe("ABGH");
    },
  );

  it("that another script steals do not lose what the refresh brings", async () => {
    inPage();
    const request = async (_name: string, _options: object, task: (lock: object) => Promise<unknown>) => {
      void task({});
      return throwing("AbortError");
    };
    vi.stubGlobal("navigator", { locks: { request } });
    const client = await signInAt(await openPage());
    await client.refresh();
    expect(client.letters()).toBe("ABGH");
  });

  it.each([{}, undefined])("are not there where navigator is %j", async (navigator) => {
    inPage();
    vi.stubGlobal("navigator", navigator);
    const client = await signInAt(await openPage());
    await client.refresh();
    expect(client.letters()).toBe("ABGH");
  });
});

describe("a page without", () => {
  beforeEach(() => void inPage());

  it.each([
    ["BroadcastChannel", undefined],
    [
      "BroadcastChannel",
      function BroadcastChannel() {
        throwing("SecurityError");
      },
    ],
  ])("%s is alone, and works", async (name, value) => {
    vi.stubGlobal(name, value);
    const client = await signInAt(await openPage());
    await client.refresh();
    expect(client.accessToken).not.toBeNull();
  });

  it("AbortSignal.timeout works", async () => {
    vi.spyOn(AbortSignal, "timeout").mockImplementation(() => {
      throw new TypeError("AbortSignal.timeout is not a function");
    });
    const client = await signInAt(await openPage());
    await client.refresh();
    expect(client.accessToken).not.toBeNull();
  });

  it("crypto.subtle says what the page lacks instead of leaving for the server", async () => {
    const { tab } = await openPage();
    vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
    await expect(tab().signInUrl()).rejects.toThrow(/https or localhost/);
  });

  it("fetch, or with one that throws at once, calls the server away", async () => {
    for (const fetch of [undefined, () => throwing("SecurityError")]) {
      vi.stubGlobal("fetch", fetch);
      const client = newClient("http://127.0.0.1:1");
      await expect(client.signInUrl()).rejects.toMatchObject({ name: "UnavailableError" });
      await expect(client.restore()).rejects.toMatchObject({ name: "UnavailableError" });
    }
  });
});

describe("sessionStorage", () => {
  const signInAndOut = async () => {
    const server = await startAuthorizationServer({ delivery: "cookie" });
    const { createClient } = await import("../src/index.js");
    const options = { issuer: server.issuer, clientId: "app", redirectUri: "http://127.0.0.1/callback" };
    const client = createClient({ ...options, fetch: withCookies() });
    await client.finishSignIn(server.authorize(await client.signInUrl()));
    return client;
  };

  it.each([
    ["throws where it is only looked at (all cookies blocked)", () => throwing("SecurityError")],
    ["is null (an Android web view without DOM storage)", () => null],
  ])("that %s is replaced for as long as the page lives", async (_case, get) => {
    inPage();
    Object.defineProperty(globalThis, "sessionStorage", { get, configurable: true });
    try {
      expect((await signInAndOut()).accessToken).not.toBeNull();
    } finally {
      Reflect.deleteProperty(globalThis, "sessionStorage");
    }
  });

  it("of Node.js, which a whole process shares, is left alone", async () => {
    vi.stubGlobal("sessionStorage", { getItem: () => throwing("SecurityError") });
    expect((await signInAndOut()).accessToken).not.toBeNull();
  });

  it.each(["{", '"text"', "null", "[null]"])(
    "in which another script has written %s counts as empty",
    async (text) => {
      const server = await startAuthorizationServer();
      const signInStore = memoryStore();
      await signInStore.setItem(`regrant ${server.issuer} app sign_ins`, text);
      const client = newClient(server.issuer, { signInStore, refreshTokenStore: memoryStore() });
      expect(await client.finishSignIn(server.authorize(await client.signInUrl()))).toBe(true);
    },
  );
});

describe("a store that fails", () => {
  /** A store that is full or read-only from the moment it is told. */
  function failing() {
    const store = memoryStore();
    let isFull = false;
    const orFail = <T>(work: () => T): T => (isFull ? throwing("QuotaExceededError") : work());
    const wrapped: Store = {
      getItem: (key) => store.getItem(key),
      setItem: (key, value) => orFail(() => store.setItem(key, value)),
      removeItem: (key) => orFail(() => store.removeItem(key)),
    };
    return {
      store: wrapped,
      fill: (to = true) => {
        isFull = to;
      },
    };
  }

  it("is said, and costs no token: the next refresh presents the new one, and keeps it once there is room [client-surroundings-6]", async () => {
    const { store, fill } = failing();
    const { server, api, client } = await signedIn({ refreshTokenStore: store });
    fill();
    await expect(client.refresh()).rejects.toThrow(/not here/);
    expect((await client.fetch(api.url)).status).toBe(200);
    fill(false);
    await client.refresh();
    const presented = server.requests.map((form) => form.get("refresh_token")).slice(1);
    expect(new Set(presented).size).toBe(2);
    const kept = await store.getItem(`regrant ${server.issuer} app refresh_token`);
    expect(presented).not.toContain(kept);
    await client.refresh();
    expect(server.requests.at(-1)?.get("refresh_token")).toBe(kept);
  });

  it("keeps no grant alive after signing out [client-surroundings-7]", async () => {
    const { store, fill } = failing();
    const { server, client } = await signedIn({ refreshTokenStore: store }, { hasRevocation: true });
    fill();
    await expect(client.signOut()).rejects.toThrow(/not here/);
    expect(server.revocations).toHaveLength(1);
    expect(client.accessToken).toBeNull();
  });

  it("for the mark of a sign-out does not either, and the server's end is enough", async () => {
    const { store, fill } = failing();
    const page = await openPage();
    const client = page.tab({ signInStore: store });
    await client.finishSignIn(page.server.authorize(await client.signInUrl()));
    fill();
    await expect(client.signOut()).rejects.toThrow(/not here/);
    expect(page.server.revocations).toHaveLength(1);
  });
});

describe("history.replaceState that is refused", () => {
  it("keeps nobody from signing in", async () => {
    const { server, tab } = await openPage();
    const client = tab();
    const { href } = server.authorize(await client.signInUrl());
    vi.stubGlobal("location", { href });
    vi.stubGlobal("history", { state: null, replaceState: () => throwing("SecurityError") });
    expect(await client.finishSignIn()).toBe(true);
    await expect(client.finishSignIn()).rejects.toMatchObject({ reason: "state_unknown" });
  });
});

describe("a clock", () => {
  const day = 86_400_000;
  const setClock = (by: number) => {
    const real = Date.now.bind(Date);
    vi.spyOn(Date, "now").mockImplementation(() => real() + by);
  };

  it("that is put back a day does not stretch the second that a busy server asked for", async () => {
    const { server, client } = await signedIn();
    for (let attempt = 0; attempt < 5; attempt += 1) server.intercept(unavailable(503, "0"));
    server.intercept(unavailable(503, "1"));
    await expect(client.refresh()).rejects.toMatchObject({ name: "UnavailableError" });
    setClock(-day);
    await client.refresh();
    expect(client.accessToken).not.toBeNull();
  });

  it.each([day, -day])(
    "that is %i ms off changes nothing: a token's life is counted from its arrival",
    async (by) => {
      setClock(by);
      const { api, client } = await signedIn();
      expect((await client.fetch(api.url)).status).toBe(200);
      expect(client.letters()).toBe("ABCD");
    },
  );

  it("that is put back a day leaves no tab deaf to a sign-out", async () => {
    inPage();
    setClock(day);
    const page = await openPage();
    const first = await signInAt(page);
    const second = page.tab();
    await second.restore();
    vi.restoreAllMocks();
    await first.signOut();
    await vi.waitFor(() => expect(second.accessToken).toBeNull());
  });
});
