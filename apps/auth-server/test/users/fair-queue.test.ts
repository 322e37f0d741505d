import { describe, expect, it } from "vitest";
import { createFairQueue } from "../../src/users/fair-queue.js";

const full = () => new Error("full");

/** A queue whose jobs finish on command. */
function held(atOnce: number, places: number) {
  const queue = createFairQueue(atOnce, places, full);
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (party: string) =>
    queue
      .run(party, () => {
        started.push(party);
        return new Promise<string>((resolve) => ends.push(() => resolve("done")));
      })
      .catch((error: Error) => error.message);
  const endOne = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { queue, started, ask, endOne };
}

describe("A fair queue", () => {
  it("does so many at once, and takes the parties in turn, whoever asked for more and earlier", async () => {
    const { started, ask, endOne } = held(2, 100);
    const answers = [..."aaaaaabbc"].map(ask);
    for (let turn = 0; turn < 9; turn += 1) {
      expect(started.length).toBe(Math.min(turn + 2, 9));
      await endOne();
    }
    expect(started.join("")).toBe("aaabcabaa");
    expect(await Promise.all(answers)).toEqual(Array(9).fill("done"));
  });

  it("that is full refuses the party that has most, and takes from it a place for another", async () => {
    const { queue, started, ask, endOne } = held(1, 40);
    const many = Array.from({ length: 41 }, () => ask("attacker"));
    expect(queue.hasRoom("attacker")).toBe(false);
    expect(await ask("attacker")).toBe("full");
    expect(queue.hasRoom("honest")).toBe(true);
    const one = ask("honest");
    expect(await many.at(-1)).toBe("full");
    await endOne();
    await endOne();
    expect(started).toEqual(["attacker", "attacker", "honest"]);
    await endOne();
    expect(await one).toBe("done");
  });

  it("divides its places evenly among parties that all want more, and does not swap among equals", async () => {
    const { queue, ask } = held(1, 9);
    void ask("first");
    for (const party of ["a", "b", "c"]) for (let turn = 0; turn < 9; turn += 1) void ask(party);
    for (const party of ["a", "b", "c"]) expect(queue.hasRoom(party)).toBe(false);
    expect(queue.hasRoom("d")).toBe(true);
  });

  it("hands on what the work throws, and goes on", async () => {
    const queue = createFairQueue(1, 1, full);
    await expect(queue.run("a", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await queue.run("a", async () => 1)).toBe(1);
  });
});
