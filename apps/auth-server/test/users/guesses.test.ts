import { describe, expect, it } from "vitest";
import { createSignInLimits } from "../../src/users/sign-in-limits.js";
import { countRows } from "../support/old-rows.js";
import { passTime, testServer } from "../support/server.js";

// Two replicas. Nothing is hashed here: the test covers only the limits, which share one table.
const server = await testServer();
const replica = await testServer();
const limits = [createSignInLimits(server.db), createSignInLimits(replica.db)];

let turn = 0;
const aName = () => `somebody-${++turn}@example.com`;
const aNetwork = () => `10.${(++turn >> 8) & 255}.${turn & 255}.0/24`;

type Outcome = "right" | "wrong" | `wait ${string}`;

/** A guess, alternating between the replicas. Different each time, unless named. */
async function guess(
  at: { account: string; network: string; password?: string },
  verify: () => Promise<boolean> = async () => false,
): Promise<Outcome> {
  turn += 1;
  const make = limits[turn % 2];
  const made = make?.({ credentialVersion: undefined, password: `guess ${turn}`, ...at }, verify);
  try {
    return (await made) ? "right" : "wrong";
  } catch (error) {
    const { reason, headers } = error as { reason?: string; headers?: Record<string, string> };
    if (reason !== "too_many_sign_ins") throw error;
    return `wait ${headers?.["retry-after"]}`;
  }
}

const right = async () => true;
const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const inTurn = async <T>(count: number, work: () => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  while (results.length < count) results.push(await work());
  return results;
};
const made = (outcomes: readonly Outcome[]) => outcomes.filter((outcome) => !outcome.startsWith("wait"));

describe("Guesses in parallel, over two replicas [guesses-1]", () => {
  it("at one account: as many as are free are verified, and after each wait one more", async () => {
    const at = { account: aName(), network: aNetwork() };
    expect(made(await times(45, () => guess(at)))).toHaveLength(5);
    for (const seconds of [1, 2, 4, 8]) {
      expect(made(await times(45, () => guess(at)))).toEqual([]);
      await passTime(server, seconds);
      expect(made(await times(45, () => guess(at)))).toEqual(["wrong"]);
    }
  });

  it("at many accounts from many networks never wait for each other: no deadlock, and none is lost", async () => {
    const [accounts, networks] = [Array.from({ length: 4 }, aName), Array.from({ length: 4 }, aNetwork)];
    const outcomes = await times(160, (index) =>
      guess(
        { account: accounts[index % 4] ?? "", network: networks[(index >> 2) % 4] ?? "" },
        async () => index % 3 === 0,
      ),
    );
    expect(made(outcomes).length).toBeGreaterThanOrEqual(16 * 5 - 16);
  });

  it("that are the same one, as of a form sent twice, are one guess: all copies are let in, and one counts", async () => {
    const at = { account: aName(), network: aNetwork(), password: "the same" };
    const make = (verify: () => Promise<boolean>) =>
      times(20, () => limits[0]?.({ credentialVersion: 1, ...at }, verify) ?? Promise.reject());
    let verified = 0;
    const counted = (fits: boolean) => async () => {
      verified += 1;
      return fits;
    };
    await inTurn(5, () => guess({ account: at.account, network: at.network }));
    await passTime(server, 1);
    expect(await make(counted(true))).toEqual(Array(20).fill(true));
    expect(await make(counted(false))).toEqual(Array(20).fill(false));
    expect(verified).toBe(2);
    const { account, network } = at;
    expect(made(await inTurn(5, () => guess({ account, network })))).toHaveLength(4);
  });

  it("that are right in each replica at once are let in while there are free ones", async () => {
    const at = { account: aName(), network: aNetwork(), password: "right" };
    expect(await times(10, () => guess(at, right))).toEqual(Array(10).fill("right"));
  });
});

describe("A guess that was not made [guesses-2]", () => {
  it("does not count: the server had no room, or the process that hashes ended", async () => {
    const at = { account: aName(), network: aNetwork() };
    const broken = () => Promise.reject(new Error("no room"));
    for (let attempt = 0; attempt < 20; attempt += 1)
      await expect(guess(at, broken)).rejects.toThrow("no room");
    expect(made(await inTurn(6, () => guess(at)))).toHaveLength(5);
    await passTime(server, 1);
    await expect(guess(at, broken)).rejects.toThrow("no room");
    expect(await guess(at)).toBe("wrong");
    expect(await guess(at)).toBe("wait 2");
  });

  it("gives back no wait that a later one has earned", async () => {
    const at = { account: aName(), network: aNetwork() };
    let fail: ((error: Error) => void) | undefined;
    const late = guess(at, () => new Promise((_, reject) => (fail = reject)));
    await expect.poll(() => fail).toBeDefined();
    await inTurn(4, () => guess(at));
    fail?.(new Error("no room"));
    await expect(late).rejects.toThrow("no room");
    expect(await guess(at)).toBe("wait 1");
  });
});

describe("Guesses from one network at many accounts (password spraying) [guesses-3]", () => {
  it("are free 200 times; then one in ten seconds, however many accounts there are", async () => {
    const network = aNetwork();
    const spray = () => guess({ account: aName(), network });
    expect(made(await times(260, spray))).toHaveLength(200);
    expect(await spray()).toBe("wait 10");
    expect(await guess({ account: aName(), network: aNetwork() })).toBe("wrong");
    await passTime(server, 10);
    expect(made(await times(20, spray))).toEqual(["wrong"]);
    await passTime(server, 35);
    expect(made(await times(20, spray))).toHaveLength(3);
  });

  it("keep nobody out who has signed in from there before; who has not waits", async () => {
    const [network, regular, other] = [aNetwork(), aName(), aName()];
    expect(await guess({ account: regular, network }, right)).toBe("right");
    await times(260, () => guess({ account: aName(), network }));
    expect(await guess({ account: other, network }, right)).toBe("wait 10");
    expect(await guess({ account: regular, network })).toBe("wrong");
    expect(await guess({ account: regular, network }, right)).toBe("right");
  });

  it("are not forgotten for signing in with an account of one's own", async () => {
    const [network, own] = [aNetwork(), aName()];
    await guess({ account: own, network }, right);
    await times(260, () => guess({ account: aName(), network }));
    for (let turns = 0; turns < 20; turns += 1) await guess({ account: own, network }, right);
    expect(await guess({ account: aName(), network })).toBe("wait 10");
  });

  it("do not hold up an office where each mistypes once and then signs in", async () => {
    const network = aNetwork();
    for (let morning = 0; morning < 19; morning += 1) {
      const outcomes = await times(10, async () => {
        const account = aName();
        return [await guess({ account, network }), await guess({ account, network }, right)];
      });
      expect(made(outcomes.flat())).toHaveLength(20);
    }
  });

  it("leave no row for a guess that has to wait", async () => {
    const network = aNetwork();
    await times(200, () => guess({ account: aName(), network }));
    const before = await countRows(server, "sign_in_limits");
    await inTurn(10, () => guess({ account: aName(), network }));
    expect(await countRows(server, "sign_in_limits")).toBe(before);
  });
});

describe("Guesses from many networks at one account (a botnet) [guesses-4]", () => {
  it("are free 50 times; then one a minute of all networks together", async () => {
    const account = aName();
    const from = () => guess({ account, network: aNetwork() });
    expect(made(await times(90, from))).toHaveLength(50);
    expect(await from()).toBe("wait 60");
    expect(await guess({ account: aName(), network: aNetwork() })).toBe("wrong");
    await passTime(server, 60);
    expect(made(await times(20, from))).toEqual(["wrong"]);
  });

  it("never keep the owner out of a network in which they have signed in, for 90 days [guesses-5]", async () => {
    const [account, home] = [aName(), aNetwork()];
    await guess({ account, network: home }, right);
    const attack = () => times(90, () => guess({ account, network: aNetwork() }));
    await attack();
    expect(await inTurn(4, () => guess({ account, network: home }))).toEqual(Array(4).fill("wrong"));
    expect(await guess({ account, network: home }, right)).toBe("right");
    await passTime(server, 91 * 86_400);
    await attack();
    expect(await guess({ account, network: home }, right)).toBe("wait 60");
  });

  it("let the owner in from anywhere else within a minute of the attack's end", async () => {
    const account = aName();
    await times(90, () => guess({ account, network: aNetwork() }));
    await passTime(server, 60);
    expect(await guess({ account, network: aNetwork() }, right)).toBe("right");
  });
});
