import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { allPlaces, createTurns } from "../../src/jobs/turns.js";

/** Turns that the test ends, in the order of their beginning. */
function played() {
  const begun: { id: string; places: number; end: (next: string | null) => Promise<void> }[] = [];
  const turns = createTurns<string>(
    (id) => id,
    (id, places) =>
      new Promise((resolve) => {
        const end = async (next: string | null) => {
          resolve(next);
          await nextTurn();
        };
        begun.push({ id, places, end });
      }),
  );
  const said = () => begun.map(({ id, places }) => `${id}:${places}`);
  return { turns, begun, said };
}

describe("Turns", () => {
  it("begin with one place; one that has more to do gets more places", async () => {
    const { turns, begun, said } = played();
    turns.add("a");
    await begun[0]?.end("a");
    await begun[1]?.end(null);
    expect(said()).toEqual(["a:1", "a:8"]);
  });

  it("are one at a time for each", async () => {
    const { turns, begun, said } = played();
    turns.add("a");
    turns.add("a");
    expect(said()).toEqual(["a:1"]);
    await begun[0]?.end("a");
    turns.add("a");
    expect(said()).toEqual(["a:1", "a:8"]);
    await begun[1]?.end(null);
    turns.add("a");
    expect(said()).toEqual(["a:1", "a:8", "a:1"]);
  });

  it("never exceed all places, and go round: who waits comes before who had a turn", async () => {
    const { turns, begun, said } = played();
    const many = Array.from({ length: allPlaces }, (_, index) => `many-${index}`);
    for (const id of many) turns.add(id);
    turns.add("late");
    expect(said()).toEqual(many.map((id) => `${id}:1`));
    await begun[0]?.end("many-0");
    expect(said().slice(allPlaces)).toEqual(["late:1"]);
    await begun[1]?.end(null);
    expect(said().slice(allPlaces)).toEqual(["late:1", "many-0:1"]);
    for (const { end } of begun.slice(2, 5)) await end(null);
    await begun[allPlaces + 1]?.end("many-0");
    expect(said().slice(allPlaces)).toEqual(["late:1", "many-0:1", "many-0:4"]);
  });

  it("end with those under way", async () => {
    const { turns, begun, said } = played();
    turns.add("a");
    let isOver = false;
    const stopped = turns.stop().then(() => {
      isOver = true;
    });
    turns.add("b");
    await nextTurn();
    expect([isOver, said()]).toEqual([false, ["a:1"]]);
    await begun[0]?.end("a");
    await stopped;
    expect(said()).toEqual(["a:1"]);
  });
});
