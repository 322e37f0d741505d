import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { takeMailTurn } from "../../src/mail/mail-limits.sql.js";
import { passTime, type TestServer, testServer } from "../support/server.js";

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ withKeys: false });
});

const newAddress = () => `${randomUUID()}@example.com`;
const networks = Array.from({ length: 250 }, (_, at) => `203.0.${at}.7`);
const turn = (address: string, network: string) => takeMailTurn(server.db, { address, network });
const inARow = async (turns: readonly (() => Promise<boolean>)[]): Promise<number> => {
  let taken = 0;
  for (const take of turns) if (await take()) taken += 1;
  return taken;
};

describe("the limits on mails that strangers cause", () => {
  it("let one mail a minute through to an address, of 10,000 asked for from many networks", async () => {
    const address = newAddress();
    let taken = 0;
    for (let round = 0; round < 40; round += 1)
      taken += (await Promise.all(networks.map((network) => turn(address, network)))).filter(Boolean).length;
    expect(taken).toBe(1);
  });

  it("let the next one through to an address after a minute", async () => {
    const address = newAddress();
    expect(await turn(address, "198.51.100.1")).toBe(true);
    await passTime(server, 45);
    expect(await turn(address, "198.51.100.1")).toBe(false);
    await passTime(server, 15);
    expect(await turn(address, "198.51.100.1")).toBe(true);
  });

  it("let one of 50 through that are asked for at once", async () => {
    for (let round = 0; round < 5; round += 1) {
      const address = newAddress();
      const taken = await Promise.all(networks.slice(0, 50).map((network) => turn(address, network)));
      expect(taken.filter(Boolean)).toHaveLength(1);
    }
  });

  it("take addresses that differ in case as one", async () => {
    const address = newAddress();
    expect(await turn(address, "192.0.2.1")).toBe(true);
    expect(await turn(address.toUpperCase(), "192.0.2.1")).toBe(false);
  });

  it("let ten in a row through to an address, and then one each quarter of an hour", async () => {
    const address = newAddress();
    const eachMinute = (minutes: number) =>
      inARow(
        Array.from({ length: minutes }, () => async () => {
          await passTime(server, 60);
          return turn(address, "192.0.2.77");
        }),
      );
    expect(await eachMinute(10)).toBe(10);
    expect(await eachMinute(60)).toBeLessThanOrEqual(5);
  });

  it("let thirty in a row through from a network, whatever the addresses, and a stranger elsewhere go on", async () => {
    const from = Array.from({ length: 100 }, (_, at) => `198.18.0.${at}`);
    const taken = await Promise.all(from.map((network) => turn(newAddress(), network)));
    expect(taken.filter(Boolean)).toHaveLength(30);
    const address = newAddress();
    expect(await turn(address, "198.18.0.9")).toBe(false);
    // The refused one took nothing from the address.
    expect(await turn(address, "198.18.1.9")).toBe(true);
    await passTime(server, 61);
    expect(await turn(newAddress(), "198.18.0.9")).toBe(true);
  });

  it("take nothing from the network for a mail that the address may not get", async () => {
    const address = newAddress();
    await Promise.all(Array.from({ length: 200 }, () => turn(address, "198.18.2.1")));
    const taken = await Promise.all(Array.from({ length: 40 }, () => turn(newAddress(), "198.18.2.1")));
    expect(taken.filter(Boolean)).toHaveLength(29);
  });

  it("keep no address in the table", async () => {
    await turn("someone@example.com", "192.0.2.1");
    const { rows } = await server.db.query<{ key: string }>("select key from mail_limits");
    expect(rows.length).toBeGreaterThan(0);
    for (const { key } of rows) expect(key).toMatch(/^[\w-]{43}$/);
  });
});
