/** Connections that only occupy resources: a byte a second, an endless body, nothing at all. The service goes on. */
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.js";
import { type Fleet, startFleet } from "../support/fleet.js";
import { residentBytes } from "../support/memory.js";
import { registerApp, registerResource, registerUser } from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";

const each = 250;
const clients = 8;
/** Headers may take 5 s, a body 2 s more; the check runs once a second, and this machine may be busy. */
const closedWithinMs = 20_000;
const mayGrowBytes = 100 * 2 ** 20;

const post = "POST /oauth2/token HTTP/1.1\r\nhost: localhost\r\n";
const kinds: readonly [string, string][] = [
  ["a head that never ends", post],
  [
    "a body that never ends",
    `${post}content-type: application/x-www-form-urlencoded\r\ncontent-length: 9999\r\n\r\n`,
  ],
  ["nothing", ""],
];

let stack: TestStack;
let fleet: Fleet;

beforeAll(async () => {
  stack = await startTestStack();
  await registerResource(stack);
  const [app, user] = await Promise.all([registerApp(stack), registerUser(stack, "ada@example.com")]);
  fleet = await startFleet(clients, [stack.issuer, stack.issuer], app, user);
  await fleet.untilEachReceived(20);
});
afterAll(() => stack.stop());

describe(`${each * kinds.length} connections that only take up room, three times`, () => {
  it("are closed in time, while every refresh is answered; memory does not grow", async () => {
    const [server] = stack.authServers;
    const resident: number[] = [];
    for (let wave = 0; wave < 3; wave += 1) {
      const sockets = kinds.flatMap(([, start]) =>
        Array.from({ length: each }, () => drip(server.url, start)),
      );
      await delay(1_000);
      const open = () => sockets.filter(({ closed }) => !closed).length;
      expect(open()).toBe(sockets.length);
      await fleet.untilEachReceived(5);
      await eventually("all are closed", () => open() === 0, { withinMs: closedWithinMs, everyMs: 100 });
      resident.push(residentBytes(server));
    }
    await fleet.untilEachReceived(5);
    await fleet.stop();
    expect(fleet.ledgers.flatMap(({ refused }) => refused)).toEqual([]);
    expect(fleet.ledgers.reduce((sum, { lost, unavailable }) => sum + lost + unavailable, 0)).toBe(0);
    const [first = 0, , last = 0] = resident;
    expect(last - first).toBeLessThan(mayGrowBytes);
  });
});

/** Sends the start, if any, and then a byte a second until it is cut off. */
function drip(url: string, start: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on("error", () => socket.destroy()).on("end", () => socket.destroy());
  socket.resume();
  if (start === "") return socket;
  socket.write(start);
  const dripping = setInterval(() => socket.writable && socket.write("x"), 1_000);
  socket.once("close", () => clearInterval(dripping));
  return socket;
}
