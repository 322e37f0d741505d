/** The whole way, in each framework. */
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Framework, frameworks, startWorld } from "./support/apps.js";

describe.each(Object.keys(frameworks) as Framework[])("on %s", (framework) => {
  it("signs in, says who that is, and passes requests on with the access token", async () => {
    const { browser, signIn, origin } = await startWorld({ framework });
    const before = await browser.ask("/bff/session");
    expect([before.status, await before.json()]).toEqual([
      401,
      { error: "signed_out", error_description: "nobody is signed in", reason: null },
    ]);

    expect(await signIn(browser, "/bff/login?return_to=/notes%3Fa=1")).toBe("/notes?a=1");
    const session = await browser.ask("/bff/session");
    expect(await session.json()).toMatchObject({
      claims: { sub: "ada", name: "Ada" },
      access_token_expires_at: expect.any(Number),
    });
    const answer = await browser.ask("/api/notes?x=%20y", {
      method: "POST",
      body: "a note",
      headers: { origin },
    });
    const { headers, ...rest } = (await answer.json()) as { headers: Record<string, string> };
    expect(rest).toEqual({ method: "POST", url: "/notes?x=%20y", body: "a note" });
    expect(headers.authorization).toMatch(/^Bearer /);
    expect(headers).not.toHaveProperty("cookie");
    expect(answer.headers.get("cache-control")).toBe("private");
    expect(await (await browser.open("/")).text()).toBe("the app");
  });

  it("refreshes after the API's invalid_token, and answers with the payload and the new cookie", async () => {
    const { browser, signIn, server } = await startWorld({ framework });
    await signIn();
    const names = [...browser.cookies.keys()];
    server.expireAccessTokens();
    const answer = await browser.ask("/api/notes", { method: "PUT", body: "kept" });
    expect([answer.status, await answer.json()]).toMatchObject([200, { method: "PUT", body: "kept" }]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(server.requests).toHaveLength(2);
    expect([...browser.cookies.keys()]).not.toEqual(names);
    expect((await browser.ask("/api/notes")).status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  it("streams both ways, chunk by chunk", async () => {
    const { browser, signIn } = await startWorld({
      framework,
      api: (request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        request.on("data", (chunk) => response.write(`data: ${chunk}\n\n`));
        request.on("end", () => response.end());
      },
    });
    await signIn();
    let heard = "";
    const sent: string[] = [];
    const body = new ReadableStream({
      async pull(controller) {
        const chunk = ["one", "two", "three"][sent.length];
        if (chunk === undefined) return controller.close();
        // The next is not sent before the last has come back.
        while (!sent.every((each) => heard.includes(each))) await delay(5);
        sent.push(chunk);
        controller.enqueue(new TextEncoder().encode(chunk));
      },
    });
    const answer = await browser.ask("/api/echo", { method: "POST", body, duplex: "half" } as RequestInit);
    for await (const chunk of answer.body ?? []) heard += new TextDecoder().decode(chunk);
    expect(heard).toBe("data: one\n\ndata: two\n\ndata: three\n\n");
  });

  it("tells the API that the browser has gone, before and after it has begun to answer", async () => {
    const gone: string[] = [];
    const { browser, signIn } = await startWorld({
      framework,
      api: (request, response) => {
        response.on("close", () => gone.push(request.url ?? ""));
        if (request.url === "/begun") response.writeHead(200).write("data");
      },
    });
    await signIn();
    for (const path of ["/begun", "/silent"]) {
      const leave = new AbortController();
      const asked = browser.ask(`/api${path}`, { signal: leave.signal }).catch(() => null);
      if (path === "/begun") await asked;
      else await delay(100);
      leave.abort();
      await expect.poll(() => gone).toContain(path);
    }
  });

  it("says what is wrong when the API is away, or breaks off", async () => {
    const { browser, signIn, faults } = await startWorld({
      framework,
      bff: { routes: [{ prefix: "/api", target: "http://127.0.0.1:9" }] },
    });
    await signIn();
    const answer = await browser.ask("/api/notes");
    expect([answer.status, await answer.json()]).toEqual([
      502,
      {
        error: "upstream_unreachable",
        error_description: "the API behind /api does not answer",
        reason: null,
      },
    ]);
    expect(faults).toEqual(["no answer from http://127.0.0.1:9 to GET /api"]);
  });

  it("breaks off where the API breaks off", async () => {
    const { browser, signIn } = await startWorld({
      framework,
      api: (_request, response) => {
        response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy());
      },
    });
    await signIn();
    await expect(browser.ask("/api/notes").then((answer) => answer.text())).rejects.toThrow();
  });
});
