import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type ChallengeUse,
  challengeSeconds,
  judgeChallenge,
  newChallenge,
} from "../../src/factors/challenges.js";
import { deriveSecrets } from "../../src/secrets.js";

const secretsOf = (...names: [string, ...string[]]) => {
  const entries = names.map((name) => ({ name, bytes: randomBytes(32) }));
  return deriveSecrets(entries as [(typeof entries)[0]]);
};
const secrets = secretsOf("new", "old");
const now = 1_790_000_000_000;
const use: ChallengeUse = { use: "sign-in", userId: null, formToken: "a token" };

describe("A challenge", () => {
  const challenge = newChallenge(secrets, use, now);
  const judge = (value: Buffer, asked = use, at = now) => judgeChallenge(secrets, value, asked, at);

  it("is good for ten minutes, and never the same twice", () => {
    expect(judge(challenge)).toBe("good");
    expect(judge(challenge, use, now + challengeSeconds * 1000 - 1)).toBe("good");
    expect(judge(challenge, use, now + challengeSeconds * 1000)).toBe("expired");
    expect(newChallenge(secrets, use, now).equals(challenge)).toBe(false);
  });

  it.each<[string, Partial<ChallengeUse>]>([
    ["another page's", { formToken: "another token" }],
    ["a second factor's", { use: "second factor" }],
    ["a registration's", { use: "registration" }],
    ["a user's", { userId: "6f8e5b0e-3f0c-4c7e-8d1a-2b6f0a4c9d11" }],
    ["one whose parts run together otherwise", { userId: "a token", formToken: "" }],
  ])("is not taken as %s", (_name, other) => {
    expect(judge(challenge, { ...use, ...other })).toBe("foreign");
    expect(judge(newChallenge(secrets, { ...use, ...other }, now))).toBe("foreign");
  });

  it("counts in every bit", () => {
    for (let bit = 0; bit < challenge.length * 8; bit += 1) {
      const changed = Buffer.from(challenge);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(judge(changed)).toBe("foreign");
    }
    for (let length = 0; length < challenge.length; length += 1)
      expect(judge(challenge.subarray(0, length))).toBe("foreign");
    expect(judge(Buffer.concat([challenge, Buffer.alloc(1)]))).toBe("foreign");
  });

  it("outlives the rotation of SECRETS, and not the removal of its entry", () => {
    const [newer, older] = secrets;
    if (older === undefined) throw new Error("one secret");
    expect(judge(newChallenge([older], use, now))).toBe("good");
    expect(judgeChallenge([older], newChallenge([newer], use, now), use, now)).toBe("foreign");
  });
});
