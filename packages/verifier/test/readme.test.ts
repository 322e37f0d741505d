import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { afterAll, describe, expect, it } from "vitest";
import { claimsAt, createSigningKey, signToken, startIssuer } from "./support/issuer.js";

/** Inside the package, so that the example's imports resolve as a reader's would. */
const folder = new URL("../dist/readme/", import.meta.url);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function exampleOf(heading: string): Promise<string> {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const code = readme.split(`## ${heading}\n`)[1]?.split("```js\n")[1]?.split("```")[0];
  if (code === undefined) throw new Error(`README.md has no example under ${heading}`);
  return code;
}

describe("README.md", () => {
  it("protects a Fastify API in fewer than ten lines that run as they stand", async () => {
    const code = await exampleOf("Protect a Fastify API");
    expect(code.trim().split("\n").length).toBeLessThan(10);

    const key = createSigningKey();
    await using issuer = await startIssuer([key]);
    const runnable = code
      .replace("http://localhost:4000", issuer.issuer)
      .replace("port: 4002", 'port: 0, host: "127.0.0.1"');
    await mkdir(folder, { recursive: true });
    const file = new URL("fastify.js", folder);
    await writeFile(file, `${runnable}\nprocess.send(app.server.address().port);\n`);

    const child = fork(file);
    const [port] = await once(child, "message");
    const url = `http://127.0.0.1:${port}/hello`;
    const claims = { ...claimsAt(issuer.issuer, Date.now()), aud: "http://localhost:4002" };
    const headers = { authorization: `Bearer ${signToken(key, claims)}` };
    expect((await fetch(url)).status).toBe(401);
    expect(await (await fetch(url, { headers })).json()).toEqual({ hello: "alice" });
    child.kill();
    await once(child, "exit");
  });
});
