import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLoad } from "../src/generator/load.js";

describe("a load of so many requests each", () => {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const client = request.url ?? "";
    asked.set(client, (asked.get(client) ?? 0) + 1);
    response.writeHead(200, { "content-length": 2 }).end("{}");
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it("sends just those of every client, whatever the time", async () => {
    const clients = ["/a", "/b", "/c"].map((path) => ({
      next: () => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      accept: () => null,
    }));
    const { port } = server.address() as AddressInfo;
    const plan = { seconds: Number.POSITIVE_INFINITY, requestsEach: 7 };
    expect(await runLoad(port, clients, plan)).toMatchObject({ requests: 21, errors: 0 });
    expect(Object.fromEntries(asked)).toEqual({ "/a": 7, "/b": 7, "/c": 7 });
  });
});
