import { describe, expect, it } from "vitest";
import { maxAccessTokenSeconds } from "../../src/bounds.js";
import {
  jwksMaxAgeSeconds,
  type KeyState,
  type KeyStep,
  keyPolicy,
  keyPollSeconds,
  nextKeyStep,
  upcomingKeySteps,
} from "../../src/keys/life-cycle.js";

const day = 86_400;
const policy = keyPolicy(90 * day, maxAccessTokenSeconds);
const { stagedSeconds, retiredSeconds } = policy;
const now = new Date("2030-01-01T00:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

const staged = (kid: string, seconds: number): KeyState => ({
  kid,
  state: "staged",
  stagedAt: ago(seconds),
  activatedAt: null,
  retiredAt: null,
});
const active = (kid: string, seconds: number): KeyState => ({
  ...staged(kid, seconds + stagedSeconds),
  state: "active",
  activatedAt: ago(seconds),
});
const retired = (kid: string, seconds: number): KeyState => ({
  ...active(kid, seconds + 90 * day),
  state: "retired",
  retiredAt: ago(seconds),
});

type Step = Omit<KeyStep, "dueAt"> & { readonly kid?: string };
const stage: Step = { step: "stage" };
const activate = (kid: string): Step => ({ step: "activate", kid });
const remove = (kid: string): Step => ({ step: "remove", kid });

const cases: readonly (readonly [string, readonly KeyState[], Step | null])[] = [
  ["no key at all: make one", [], stage],
  ["the first key, just staged: use it, nobody has an older set", [staged("a", 0)], activate("a")],
  ["one active key, young: nothing", [active("a", 0)], null],
  [
    "one active key, shortly before its successor is due: nothing",
    [active("a", 90 * day - stagedSeconds - 1)],
    null,
  ],
  ["one active key, its successor due: make it", [active("a", 90 * day - stagedSeconds)], stage],
  ["a successor that waits: nothing", [active("a", 90 * day - 1), staged("b", stagedSeconds - 1)], null],
  [
    "a successor that an operator staged, old enough: use it, though the active one is young",
    [active("a", day), staged("b", stagedSeconds)],
    activate("b"),
  ],
  [
    "a successor too young, though the active one is old: nothing",
    [active("a", 91 * day), staged("b", stagedSeconds - 1)],
    null,
  ],
  [
    "a successor old enough and the active one at its end: use it",
    [active("a", 90 * day), staged("b", stagedSeconds)],
    activate("b"),
  ],
  ["after months without a server: first a successor", [active("a", 400 * day)], stage],
  [
    "two successors: the older one",
    [active("a", 90 * day), staged("c", stagedSeconds), staged("b", stagedSeconds + 9)],
    activate("b"),
  ],
  [
    "a retired key that tokens may still name: nothing",
    [active("a", 0), retired("z", retiredSeconds - 1)],
    null,
  ],
  [
    "a retired key that no living token names: away with it",
    [active("a", 0), retired("z", retiredSeconds)],
    remove("z"),
  ],
  ["no active key, but retired ones: a new one", [retired("z", 0)], stage],
  [
    "no active key, a young staged one, verifiers with older sets: wait",
    [retired("z", 0), staged("a", 5)],
    null,
  ],
  [
    "no active key, a staged one that all have fetched: use it",
    [retired("z", 0), staged("a", stagedSeconds)],
    activate("a"),
  ],
  [
    "rotation goes before removal",
    [active("a", 90 * day), staged("b", stagedSeconds), retired("z", 9 * day)],
    activate("b"),
  ],
  ["a clock that was set back: nothing", [active("a", -1000), staged("b", -500)], null],
];

describe("The life cycle of signing keys", () => {
  for (const [title, keys, step] of cases) {
    it(title, () => {
      const expected = step === null ? null : { dueAt: expect.any(Number), ...step };
      expect(nextKeyStep(keys, now, policy)).toEqual(expected);
      expect(nextKeyStep([...keys].reverse(), now, policy)).toEqual(expected);
    });
  }

  it("announces each step with the second in which it takes it", () => {
    expect(upcomingKeySteps([active("a", 5), retired("z", 7)], policy)).toEqual([
      { step: "stage", dueAt: ago(5 - 90 * day + stagedSeconds).getTime() },
      { step: "remove", kid: "z", dueAt: ago(7 - retiredSeconds).getTime() },
    ]);
    expect(upcomingKeySteps([active("a", 5), staged("b", 9)], policy)).toEqual([
      { step: "activate", kid: "b", dueAt: ago(9 - stagedSeconds).getTime() },
    ]);
  });

  it("stages a key for longer than verifiers keep a key set and replicas take to publish it", () => {
    expect(stagedSeconds).toBeGreaterThanOrEqual(jwksMaxAgeSeconds + 2 * keyPollSeconds);
  });

  it("publishes a retired key for longer than the longest access token lives, with room for skewed clocks", () => {
    expect(retiredSeconds).toBeGreaterThanOrEqual(maxAccessTokenSeconds + keyPollSeconds + 60);
  });
});
