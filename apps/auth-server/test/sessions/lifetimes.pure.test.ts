import { describe, expect, it } from "vitest";
import { lifetimesOf } from "../../src/sessions/lifetimes.js";
import { files, notes } from "../support/fixtures.js";
import { plainClient } from "../support/plain-client.js";

const settings = { accessTokenSeconds: 600, sessionIdleSeconds: 6000, sessionAbsoluteSeconds: 60_000 };
const longer = { accessTokenSeconds: 700, sessionIdleSeconds: 7000, sessionAbsoluteSeconds: 70_000 };
const shorter = { accessTokenSeconds: 500, sessionIdleSeconds: 5000, sessionAbsoluteSeconds: 50_000 };
const none = { accessTokenSeconds: null, sessionIdleSeconds: null, sessionAbsoluteSeconds: null };
/** notes allows less than the settings, files more. */
const resources = [
  { ...notes, ...shorter },
  { ...files, ...longer },
];

describe("The lifetimes of a client's tokens and sessions", () => {
  it.each([
    ["the settings", none, undefined, settings],
    ["its own, longer", longer, undefined, longer],
    ["its own, shorter", shorter, undefined, shorter],
    ["the settings, at most what the resource allows", none, notes.uri, shorter],
    ["the settings, where the resource allows more", none, files.uri, settings],
    ["its own, at most what the resource allows", longer, notes.uri, shorter],
    ["its own, at a resource that it does not have", longer, "https://other.example.com", longer],
  ])("are %s", (_title, own, resource, lifetimes) => {
    expect(lifetimesOf(settings, plainClient({ ...own, resources }), resource)).toEqual(lifetimes);
  });

  it("are bounded one by one", () => {
    const bounded = [{ ...notes, ...none, sessionIdleSeconds: 1 }];
    expect(lifetimesOf(settings, plainClient({ resources: bounded }), notes.uri)).toEqual({
      ...settings,
      sessionIdleSeconds: 1,
    });
  });
});
