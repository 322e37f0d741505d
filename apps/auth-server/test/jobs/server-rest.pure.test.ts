import { expect, it } from "vitest";
import { createServerRest } from "../../src/jobs/server-rest.js";

it("a server that cannot be reached is tried by one, after 5, 10, 20, 40 and then 60 seconds", () => {
  let now = 1_000_000;
  const rest = createServerRest(() => now);
  expect(rest.places(5)).toBe(5);
  for (const seconds of [5, 10, 20, 40, 60, 60]) {
    for (let together = 0; together < 5; together += 1) rest.unreached();
    expect(rest.places(5)).toBe(0);
    now += seconds * 1000 - 1;
    expect(rest.places(5)).toBe(0);
    now += 1;
    expect(rest.places(5)).toBe(1);
  }
  rest.reached();
  expect(rest.places(5)).toBe(5);
});
