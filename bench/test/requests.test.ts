import { describe, expect, it } from "vitest";
import { tokensInTurn } from "../src/generator/requests.js";

describe("tokens in turn", () => {
  const target = { port: 4001, method: "GET", path: "/protected", headers: {} } as const;

  it("go round, one with each request", () => {
    const source = tokensInTurn(target, ["a", "b", "c"]);
    const sent = Array.from({ length: 4 }, () => /Bearer (.)\r\n\r\n$/.exec(source.next())?.[1]);
    expect(sent).toEqual(["a", "b", "c", "a"]);
  });
});
