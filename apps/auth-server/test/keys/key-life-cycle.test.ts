import type { SigningAlgorithm } from "@regrant/shared";
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

const staged = (kid: string, seconds: number, alg: SigningAlgorithm = "RS256"): KeyState => ({
  kid,
  alg,
  state: "staged",
  stagedAt: ago(seconds),
  activatedAt: null,
  retiredAt: null,
});
const active = (kid: string, seconds: number, alg?: SigningAlgorithm): KeyState => ({
  ...staged(kid, seconds + stagedSeconds, alg),
  state: "active",
  activatedAt: ago(seconds),
});
const retired = (kid: string, seconds: number, alg?: SigningAlgorithm): KeyState => ({
  ...active(kid, seconds + 90 * day, alg),
  state: "retired",
  retiredAt: ago(seconds),
});

type Step = Omit<KeyStep, "dueAt"> & { readonly kid?: string };
const stage: Step = { step: "stage", alg: "RS256" };
const activate = (kid: string, alg: SigningAlgorithm = "RS256"): Step => ({ step: "activate", alg, kid });
const retire = (kid: string, alg: SigningAlgorithm): Step => ({ step: "retire", alg, kid });
const remove = (kid: string, alg: SigningAlgorithm = "RS256"): Step => ({ step: "remove", alg, kid });

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

type Case = readonly [string, readonly KeyState[], readonly SigningAlgorithm[], Step | null];
const casesOfSeveral: readonly Case[] = [
  [
    "an algorithm that has been chosen: make its key",
    [active("a", day)],
    ["ES256"],
    { step: "stage", alg: "ES256" },
  ],
  [
    "an algorithm's first key: wait until verifiers have fetched it",
    [active("a", day), staged("e", stagedSeconds - 1, "ES256")],
    ["ES256"],
    null,
  ],
  [
    "an algorithm's first key that all have fetched: use it",
    [active("a", day), staged("e", stagedSeconds, "ES256")],
    ["ES256"],
    activate("e", "ES256"),
  ],
  [
    "the first keys of all, of any algorithm: use them, nobody has an older set",
    [staged("a", 5), staged("e", 0, "ES256")],
    ["ES256"],
    activate("a"),
  ],
  [
    "the same, after RS256's has become active in the same moment",
    [{ ...staged("a", 5), state: "active", activatedAt: now }, staged("e", 0, "ES256")],
    ["ES256"],
    activate("e", "ES256"),
  ],
  [
    "an algorithm's first key, while another's has just replaced a revoked one: wait",
    [{ ...staged("a", 0), state: "active", activatedAt: now }, staged("e", 5, "ES256")],
    ["ES256"],
    null,
  ],
  [
    "a successor in the moment in which the first key became active: wait",
    [{ ...staged("a", 5), state: "active", activatedAt: now }, staged("b", 0)],
    [],
    null,
  ],
  [
    "each algorithm's key has its own time",
    [active("a", day), active("e", 90 * day - stagedSeconds, "ES256")],
    ["ES256"],
    { step: "stage", alg: "ES256" },
  ],
  [
    "a successor retires only keys of its own algorithm",
    [active("a", 90 * day), staged("b", stagedSeconds), active("e", day, "ES256")],
    ["ES256"],
    activate("b"),
  ],
  [
    "an algorithm that nothing has chosen any more: its key signs on until its time is over",
    [active("a", day), active("p", 90 * day - 1, "PS256")],
    [],
    null,
  ],
  [
    "then it retires without a successor",
    [active("a", day), active("p", 90 * day, "PS256")],
    [],
    retire("p", "PS256"),
  ],
  [
    "and goes like any other",
    [active("a", day), retired("p", retiredSeconds, "PS256")],
    [],
    remove("p", "PS256"),
  ],
  [
    "a staged key that nothing would be signed with: away with it instead",
    [active("a", day), staged("p", stagedSeconds, "PS256")],
    [],
    remove("p", "PS256"),
  ],
  ["RS256 is always in use", [active("e", day, "ES256")], ["ES256"], stage],
];

const applied = (step: KeyStep, keys: readonly KeyState[], at: Date): readonly KeyState[] => {
  const isActive = ({ alg, state }: KeyState) => alg === step.alg && state === "active";
  const retiring = (key: KeyState): KeyState =>
    isActive(key) ? { ...key, state: "retired", retiredAt: at } : key;
  switch (step.step) {
    case "stage":
      return [...keys, { ...staged(`of ${at.getTime()}`, 0, step.alg), stagedAt: at }];
    case "activate":
      return keys
        .map(retiring)
        .map((key) => (key.kid === step.kid ? { ...key, state: "active", activatedAt: at } : key));
    case "retire":
      return keys.map(retiring);
    case "remove":
      return keys.filter(({ kid }) => kid !== step.kid);
  }
};

describe("The life cycle of signing keys", () => {
  for (const [title, keys, step] of cases) {
    it(title, () => {
      const expected = step === null ? null : { dueAt: expect.any(Number), ...step };
      expect(nextKeyStep(keys, now, policy, [])).toEqual(expected);
      expect(nextKeyStep([...keys].reverse(), now, policy, [])).toEqual(expected);
    });
  }

  for (const [title, keys, inUse, step] of casesOfSeveral) {
    it(title, () => {
      const expected = step === null ? null : { dueAt: expect.any(Number), ...step };
      expect(nextKeyStep(keys, now, policy, inUse)).toEqual(expected);
      expect(nextKeyStep([...keys].reverse(), now, policy, inUse)).toEqual(expected);
    });
  }

  it("brings an algorithm in by the clock, and out again when nothing has chosen it any more", () => {
    const moments: string[] = [];
    const until = (inUse: readonly SigningAlgorithm[], from: readonly KeyState[], days: number) => {
      let keys = from;
      for (let seconds = 0; seconds <= days * day; ) {
        const at = new Date(now.getTime() + seconds * 1000);
        const due = nextKeyStep(keys, at, policy, inUse);
        if (due !== null) {
          if (due.alg === "ES256") moments.push(`${due.step} after ${seconds} s`);
          keys = applied(due, keys, at);
        } else {
          const [next = 0] = upcomingKeySteps(keys, policy, inUse)
            .map(({ dueAt }) => dueAt)
            .sort((a, b) => a - b);
          seconds = (next - now.getTime()) / 1000;
        }
      }
      return keys;
    };
    const used = until(["ES256"], [active("rsa", day)], 1);
    expect(moments).toEqual(["stage after 0 s", "activate after 620 s"]);
    moments.length = 0;
    const unused = until([], used, 95);
    const end = 90 * day + 620;
    expect(moments).toEqual([`retire after ${end} s`, `remove after ${end + day + 70} s`]);
    expect(unused.map(({ alg }) => alg)).not.toContain("ES256");
  });

  it("announces each step with the second in which it takes it", () => {
    expect(upcomingKeySteps([active("a", 5), retired("z", 7)], policy, [])).toEqual([
      { step: "stage", alg: "RS256", dueAt: ago(5 - 90 * day + stagedSeconds).getTime() },
      { step: "remove", alg: "RS256", kid: "z", dueAt: ago(7 - retiredSeconds).getTime() },
    ]);
    expect(upcomingKeySteps([active("a", 5), staged("b", 9)], policy, [])).toEqual([
      { step: "activate", alg: "RS256", kid: "b", dueAt: ago(9 - stagedSeconds).getTime() },
    ]);
  });

  it("stages a key for longer than verifiers keep a key set and replicas take to publish it", () => {
    expect(stagedSeconds).toBeGreaterThanOrEqual(jwksMaxAgeSeconds + 2 * keyPollSeconds);
  });

  it("publishes a retired key for longer than the longest access token lives, with room for skewed clocks", () => {
    expect(retiredSeconds).toBeGreaterThanOrEqual(maxAccessTokenSeconds + keyPollSeconds + 60);
  });
});
