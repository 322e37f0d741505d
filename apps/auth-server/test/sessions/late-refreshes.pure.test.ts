/** What excuses a late refresh: an unanswered attempt, or this server's own stall. */
import { describe, expect, it } from "vitest";
import { isLateCopy } from "../../src/sessions/late-copies.js";
import { watchStalls } from "../../src/sessions/stalls.js";
import { createUnansweredRotations } from "../../src/sessions/unanswered-rotations.js";

const presented = { sessionId: "one", generation: 1 };

describe("An unanswered refresh [late-refreshes-1]", () => {
  /** Presented at 10 s, abandoned at 11.6 s; the window is 30 s. */
  function attempt() {
    const clock = { now: 10_000 };
    const unanswered = createUnansweredRotations(30, () => clock.now);
    clock.now = 11_600;
    unanswered.note(presented, 10_000);
    unanswered.databaseAnswers(false);
    /** Whether a row rotated at `rotatedAt` is excused if the database is asked now. */
    const excuses = (rotatedAt: number, token = presented) =>
      unanswered.excuses(token, { seconds: (clock.now - rotatedAt) / 1000, askedAt: clock.now });
    return { clock, unanswered, excuses };
  }

  it("excuses a rotation that it may have been: from its start until it was given up", () => {
    const { clock, excuses } = attempt();
    clock.now = 40_000;
    expect([9_999, 10_000, 10_800, 11_600, 11_601].map((rotatedAt) => excuses(rotatedAt))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it("excuses that token alone", () => {
    const { excuses } = attempt();
    expect(excuses(10_500, { ...presented, generation: 2 })).toBe(false);
    expect(excuses(10_500, { ...presented, sessionId: "two" })).toBe(false);
  });

  it("excuses for as long as the database stays away, and the window's length after it answers again", () => {
    const { clock, unanswered, excuses } = attempt();
    clock.now = 600_000;
    expect(excuses(10_500)).toBe(true);
    unanswered.databaseAnswers(true);
    clock.now = 620_000;
    unanswered.databaseAnswers(true);
    clock.now = 630_000;
    expect(excuses(10_500)).toBe(true);
    clock.now = 630_001;
    expect(excuses(10_500)).toBe(false);
  });

  it("excuses nothing after an hour, however long the database stays away", () => {
    const { clock, excuses } = attempt();
    clock.now = 3_610_000;
    expect(excuses(10_500)).toBe(true);
    clock.now += 1;
    expect(excuses(10_500)).toBe(false);
  });

  it("excuses once: for one window from the first use on, though the database fails again", () => {
    const { clock, unanswered, excuses } = attempt();
    clock.now = 20_000;
    unanswered.use(presented);
    clock.now = 50_000;
    expect(excuses(10_500)).toBe(true);
    unanswered.use(presented);
    clock.now = 50_001;
    expect(excuses(10_500)).toBe(false);
  });

  it("is over for good: another outage, which a thief may bring about, gives it no more time", () => {
    const { clock, unanswered, excuses } = attempt();
    clock.now = 20_000;
    unanswered.databaseAnswers(true);
    clock.now = 50_001;
    unanswered.note({ ...presented, generation: 2 }, 50_000);
    clock.now = 50_002;
    unanswered.databaseAnswers(false);
    expect(excuses(10_500)).toBe(false);
    expect(excuses(50_000, { ...presented, generation: 2 })).toBe(true);
  });

  it("goes on where the database fails again within the window", () => {
    const { clock, unanswered, excuses } = attempt();
    clock.now = 20_000;
    unanswered.databaseAnswers(true);
    clock.now = 50_000;
    unanswered.databaseAnswers(false);
    clock.now = 90_000;
    expect(excuses(10_500)).toBe(true);
  });

  it("that was used goes on for its window where the database fails again", () => {
    const { clock, unanswered, excuses } = attempt();
    clock.now = 20_000;
    unanswered.databaseAnswers(true);
    clock.now = 45_000;
    unanswered.use(presented);
    clock.now = 60_000;
    unanswered.databaseAnswers(false);
    expect(excuses(10_500)).toBe(true);
    clock.now = 75_001;
    expect(excuses(10_500)).toBe(false);
  });

  it("is one of several: whichever of them may have rotated excuses, the time between them does not", () => {
    const { clock, unanswered, excuses } = attempt();
    clock.now = 16_000;
    unanswered.note(presented, 15_000);
    expect([10_500, 13_000, 15_500].map((rotatedAt) => excuses(rotatedAt))).toEqual([true, false, true]);
  });
});

describe("A stall of this process [late-refreshes-2]", () => {
  function watched() {
    const clock = { monotonic: 0, wall: 1_000_000 };
    const watch = watchStalls(
      () => clock.monotonic,
      () => clock.wall,
    );
    watch.stop();
    const pass = (monotonicMs: number, wallMs = monotonicMs) => {
      clock.monotonic += monotonicMs;
      clock.wall += wallMs;
      return watch.beganSecondsAgo();
    };
    return pass;
  }

  it("is 400 milliseconds or more in which it did not look at the clock", () => {
    const pass = watched();
    expect([pass(100), pass(250), pass(399)]).toEqual([null, null, null]);
    expect(pass(400)).toBe(0.4);
  });

  it("counts for ten seconds after its end, in which what had piled up is answered", () => {
    const pass = watched();
    expect(pass(60_000)).toBe(60);
    const after = Array.from({ length: 41 }, () => pass(250));
    expect(after[0]).toBe(60.25);
    expect(after[39]).toBe(70);
    expect(after[40]).toBeNull();
  });

  it("shows in the wall clock where the whole machine was suspended", () => {
    const pass = watched();
    expect(pass(100, 90_100)).toBe(90.1);
  });
});

describe("A used token that nobody waits for [late-refreshes-3]", () => {
  it.each([
    ["there was no stall", 1, 1, null, false],
    ["it was used up during the stall", 1, 10, 40, true],
    ["it was inside its window when the stall began", 1, 69, 40, true],
    ["it was stale before the stall began", 1, 71, 40, false],
    ["it may have been good when the stall began, and two more were used since", 3, 40, 40, true],
    ["its successor was used before the stall began", 2, 41, 40, false],
  ] as const)("%s", (_when, behind, secondsSinceRotation, stallSeconds, late) => {
    expect(isLateCopy(behind, secondsSinceRotation, stallSeconds, 30)).toBe(late);
  });
});
