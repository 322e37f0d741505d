/** Tabs in browsers without Web Locks, beside another tab whose messages this test writes. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { joinTabs } from "../src/tabs.js";

beforeEach(() => {
  vi.stubGlobal("origin", "https://app.example");
  vi.stubGlobal("navigator", {});
});
afterEach(() => void vi.unstubAllGlobals());

/** Answers every lot of ours with a better one, and then with these messages. */
function beside(...messages: object[]): { name: string; stop(): void } {
  const name = `tabs ${Math.random()}`;
  const other = new BroadcastChannel(name);
  other.onmessage = ({ data }) => {
    if (data.type !== "asks") return;
    for (const message of [{ type: "asks", lot: -1 }, ...messages]) other.postMessage(message);
  };
  return { name, stop: () => other.close() };
}

describe("a tab that drew the higher lot", () => {
  it.each([
    [
      "goes on if the other has finished while this one still collected lots",
      [{ type: "begun" }, { type: "ended" }],
    ],
    ["goes on if the other was closed before it began", []],
  ])("%s", async (_title, messages) => {
    const other = beside(...messages);
    const tabs = joinTabs(other.name, () => undefined);
    const startedAt = performance.now();
    expect(await tabs.exclusively(async () => "done")).toBe("done");
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    tabs.close();
    other.stop();
  });

  it("waits for one that has begun", async () => {
    const other = beside({ type: "begun" });
    const tabs = joinTabs(other.name, () => undefined);
    let isDone = false;
    const done = tabs.exclusively(async () => {
      isDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(isDone).toBe(false);
    const end = new BroadcastChannel(other.name);
    end.postMessage({ type: "ended" });
    await done;
    end.close();
    tabs.close();
    other.stop();
  });
});
