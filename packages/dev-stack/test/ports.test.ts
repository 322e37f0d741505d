import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { freePort, freePortNear } from "../src/ports.js";

it("takes the wanted port, or another one where that is taken on either loopback address", async () => {
  const wanted = await freePort();
  expect(await freePortNear(wanted)).toBe(wanted);
  const holder = createServer().listen(wanted, "localhost");
  onTestFinished(() => void holder.close());
  await once(holder, "listening");
  const other = await freePortNear(wanted);
  expect(other).not.toBe(wanted);
  expect(other).toBeGreaterThan(0);
});
