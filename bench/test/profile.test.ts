import { describe, expect, it } from "vitest";
import { functionName, packageName, selfTimes } from "../src/profile/self-times.js";

const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 9 });

describe("self times", () => {
  const profile = {
    startTime: 1000,
    nodes: [
      { id: 1, callFrame: frame("a", "") },
      { id: 2, callFrame: frame("b", "") },
    ],
    samples: [1, 2, 2, 1],
    timeDeltas: [100, 10, 20, 100],
  };

  it("sums the samples inside the window", () => {
    expect(selfTimes(profile, { from: 0, to: 9999 }, ({ functionName }) => functionName)).toEqual([
      { name: "a", microseconds: 200 },
      { name: "b", microseconds: 30 },
    ]);
    expect(selfTimes(profile, { from: 1101, to: 1130 }, ({ functionName }) => functionName)).toEqual([
      { name: "b", microseconds: 30 },
    ]);
  });

  it("names packages and functions without the machine's paths", () => {
    const pg = frame("parse", "file:///x/node_modules/.pnpm/pg@8/node_modules/pg/lib/client.js");
    const scoped = frame("send", "file:///x/node_modules/@fastify/send/index.js");
    const ours = frame("", "file:///x/apps/auth-server/dist/app.js");
    expect(
      [pg, scoped, ours, frame("read", "node:internal/net"), frame("(idle)", "")].map(packageName),
    ).toEqual(["pg", "@fastify/send", "apps/auth-server/dist", "node:internal/net", "(idle)"]);
    expect(functionName(pg)).toBe("parse (pg/lib/client.js:10)");
    expect(functionName(ours)).toBe("(anonymous) (apps/auth-server/dist/app.js:10)");
  });
});
