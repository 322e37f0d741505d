import { beforeAll, describe, expect, it } from "vitest";
import { networkOf } from "../../src/http/address-prefix.js";
import { login, signedIn } from "../support/authorization.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import {
  createClient,
  createResources,
  createUser,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { everything } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import { askByPassword, expectRefusal, expectTokens, identify, postForm } from "../support/token-requests.js";

const proxied = { env: { TRUST_PROXY: "127.0.0.1" } };
const server = await testServer(proxied);
const replica = await testServer(proxied);
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createClient(server);
});

const home = "203.0.113.7";

/** One attempt at the login page, from this address. */
async function attempt(email: string, password: string, address = home, at = server): Promise<Page> {
  const browser = new Browser(at, { "x-forwarded-for": address });
  return login(browser, await browser.visit("/login"), { email, password });
}

const wrong = async (user: TestUser, times: number, address = home, at = server): Promise<void> => {
  for (let turn = 0; turn < times; turn += 1) {
    expect((await attempt(user.email, "wrong", address, at)).status).toBe(400);
  }
};

function expectDelay(page: Page, seconds: number): void {
  expect([page.status, page.headers["retry-after"]]).toEqual([429, String(seconds)]);
  expect(textOf(page.body)).toContain("Too many attempts. Try again in");
  expect(page.setCookies.join()).not.toContain("regrant=");
}

describe("Wrong passwords in a row [sign-in-limits-1]", () => {
  it("cost nothing five times; then each costs twice the wait of the one before, and never more than 15 minutes", async () => {
    const user = await createUser(server);
    await wrong(user, 4);
    for (let seconds = 1; seconds < 2000; seconds *= 2) {
      await wrong(user, 1);
      const wait = Math.min(seconds, 900);
      expectDelay(await attempt(user.email, "wrong"), wait);
      await passTime(server, wait);
    }
  });

  it("never lock the account: after the wait the right password is let in, and all is forgotten [sign-in-limits-2]", async () => {
    const user = await createUser(server);
    await wrong(user, 5);
    expectDelay(await attempt(user.email, user.password), 1);
    await passTime(server, 1);
    expect((await attempt(user.email, user.password)).path).toBe("/account");
    await wrong(user, 4);
    expect((await attempt(user.email, user.password)).path).toBe("/account");
  });

  it("are told in the same words where there is no such user: the wait tells nothing", async () => {
    const user = await createUser(server);
    const answers: string[] = [];
    for (const email of [user.email, "nobody@example.com"]) {
      for (let turn = 0; turn < 6; turn += 1) {
        const { status, headers, body } = await attempt(email, "wrong");
        answers.push(`${status} ${headers["retry-after"]} ${textOf(body)}`);
      }
    }
    expect(answers.slice(0, 6)).toEqual(answers.slice(6));
    expect(answers[5]).toMatch(/^429 1 /);
  });

  it("count for the account, however its address is typed", async () => {
    const user = await createUser(server);
    for (const email of [user.email, user.email.toUpperCase(), user.email.replace("user", "USER")]) {
      await attempt(email, "wrong");
      await attempt(email, "wrong");
    }
    expect((await attempt(user.email, "wrong")).status).toBe(429);
  });

  it("count for nobody whose id was typed: nobody learns by them which address a `sub` has [sign-in-limits-3]", async () => {
    const user = await createUser(server);
    for (let turn = 0; turn < 6; turn += 1) await attempt(user.id, "wrong");
    expect((await attempt(user.id, "wrong")).status).toBe(429);
    await wrong(user, 5);
  });

  it("count when they can be typed in two forms, too, whoever fills the places between the comparisons [sign-in-limits-4]", async () => {
    const user = await createUser(server);
    const { passwords } = server.context;
    let others: Promise<unknown>[] = [];
    const { verify } = passwords;
    Object.assign(passwords, {
      verify: async (...asked: Parameters<typeof verify>) => {
        const made = verify(...asked);
        const flood = () => verify(null, ["x"], asked[2]).catch(() => false);
        // Once it is this guess's turn.
        await Promise.resolve();
        others = Array.from({ length: 150 }, flood);
        return made;
      },
    });
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await attempt(user.email, `Mu\u0308ller ${turn}`)).status).toBe(400);
      await Promise.all(others);
    }
    Object.assign(passwords, { verify });
    await wrong(user, 2);
    expect((await attempt(user.email, "wrong")).status).toBe(429);
  });

  it("are counted for all replicas together [sign-in-limits-5]", async () => {
    const user = await createUser(server);
    await wrong(user, 3);
    await wrong(user, 2, home, replica);
    for (const at of [server, replica]) expectDelay(await attempt(user.email, user.password, home, at), 1);
  });

  it("sent all at once to both replicas are checked five times, and after each wait once more [sign-in-limits-6]", async () => {
    const user = await createUser(server);
    let sent = 0;
    const burst = async () => {
      const page = (index: number) =>
        attempt(user.email, `wrong ${sent++}`, home, index % 2 === 0 ? server : replica);
      const statuses = (await Promise.all(Array.from({ length: 24 }, (_, index) => page(index)))).map(
        ({ status }) => status,
      );
      expect(new Set(statuses)).toEqual(new Set([400, 429]));
      return statuses.filter((status) => status === 400).length;
    };
    expect(await burst()).toBe(5);
    for (const seconds of [1, 2]) {
      await passTime(server, seconds);
      expect(await burst()).toBe(1);
    }
    await passTime(server, 4);
    expect((await attempt(user.email, user.password)).path).toBe("/account");
  });

  it("do not keep out a right one that is sent several times at once, after a wait as well [sign-in-limits-7]", async () => {
    const user = await createUser(server);
    const copies = () => Promise.all(Array.from({ length: 8 }, () => attempt(user.email, user.password)));
    for (const { path } of await copies()) expect(path).toBe("/account");
    await wrong(user, 5);
    await passTime(server, 1);
    for (const { path } of await copies()) expect(path).toBe("/account");
  });

  it("from one network keep nobody out who comes from another", async () => {
    const user = await createUser(server);
    await wrong(user, 5);
    expect((await attempt(user.email, "wrong", "203.0.113.200")).status).toBe(429);
    expect((await attempt(user.email, user.password, "203.0.114.7")).path).toBe("/account");
    expect((await attempt(user.email, user.password)).status).toBe(429);
  });

  it("of one account keep nobody from another", async () => {
    const [one, other] = [await createUser(server), await createUser(server)];
    await wrong(one, 5);
    expect((await attempt(other.email, other.password)).path).toBe("/account");
  });

  it("from one IPv6 network count together, whatever address in its /48", async () => {
    const user = await createUser(server);
    for (let turn = 1; turn <= 5; turn += 1) await wrong(user, 1, `2001:db8:1:${turn}::${turn}`);
    expect((await attempt(user.email, "wrong", "2001:db8:1:ffff::1")).status).toBe(429);
    expect((await attempt(user.email, user.password, "2001:db8:2::1")).path).toBe("/account");
  });

  it("count on the account page, too, where the old password is asked for", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user, { "x-forwarded-for": home });
    const fields = { password: "wrong", new_password: "long enough" };
    for (let turn = 0; turn < 5; turn += 1) {
      const page = await browser.submit(
        await browser.visit("/account/password"),
        "/account/password",
        fields,
      );
      expect(page.status).toBe(400);
    }
    const page = await browser.submit(await browser.visit("/account/password"), "/account/password", fields);
    expect([page.status, page.headers["retry-after"]]).toEqual([429, "1"]);
    expect((await attempt(user.email, user.password)).status).toBe(429);
  });

  it("leave no e-mail address and no network in the table that counts them", async () => {
    const { rows } = await server.db.query<{ text: string }>("select t::text as text from sign_in_limits t");
    const table = rows.map(({ text }) => text).join("\n");
    expect(rows.length).toBeGreaterThan(0);
    expect(table).not.toMatch(/@|example|203\.0|2001:/);
    expect(await everything(server)).not.toContain("nobody@example.com");
  });
});

describe("The password grant (RFC 6749 §4.3.2: brute force)", () => {
  it("shares the delays: 429 with Retry-After, and never 401 [sign-in-limits-8]", async () => {
    const user = await createUser(server);
    for (let turn = 0; turn < 5; turn += 1) {
      const answer = await askByPassword(server, client, { ...user, password: "wrong" });
      expectRefusal(answer, 400, "invalid_grant", "user_credentials_mismatch");
    }
    const answer = await askByPassword(server, client, user);
    expectRefusal(answer, 429, "too_many_requests", "too_many_sign_ins");
    expect(answer.headers["retry-after"]).toBe("1");
    expect(answer.headers).not.toHaveProperty("www-authenticate");
    await passTime(server, 1);
    expectTokens(await askByPassword(server, client, user));
  });

  it("counts together with the login page [sign-in-limits-9]", async () => {
    const user = await createUser(server);
    await wrong(user, 5);
    const form = { grant_type: "password", username: user.email, password: user.password };
    const answer = await postForm(server, { ...form, ...identify(client) }, { "x-forwarded-for": home });
    expectRefusal(answer, 429, "too_many_requests", "too_many_sign_ins");
  });
});

describe("The network of an address", () => {
  it.each([
    ["203.0.113.7", "203.0.113.0/24"],
    ["::ffff:203.0.113.7", "203.0.113.0/24"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
    ["::1", "::/48"],
    ["unknown", "unknown"],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
