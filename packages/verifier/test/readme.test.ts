import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { afterAll, describe, expect, it } from "vitest";
import { dpopOffer } from "./support/challenges.js";
import { claimsAt, createSigningKey, signToken, startIssuer } from "./support/issuer.js";

/** Inside the package, so that imports resolve as for a reader. */
const folder = new URL("../dist/readme/", import.meta.url);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function exampleOf(heading: string): Promise<string> {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const code = readme.split(`## ${heading}\n`)[1]?.split("```js\n")[1]?.split("```")[0];
  if (code === undefined) throw new Error(`README.md has no example under ${heading}`);
  return code;
}

/** The example unchanged except for its ports and issuer, which must differ between simultaneous tests. */
async function startExample(name: string, code: string, server: string, issuer: string) {
  const runnable = code
    .replace("http://localhost:4000", issuer)
    .replace("port: 4002", 'port: 0, host: "127.0.0.1"')
    .replace(/listen\(400[23]\)/, 'listen(0, "127.0.0.1")');
  const report = [
    `const report = () => process.send(${server}.address().port);`,
    `${server}.listening ? report() : ${server}.once("listening", report);`,
  ];
  await mkdir(folder, { recursive: true });
  const file = new URL(`${name}.js`, folder);
  await writeFile(file, [runnable, ...report].join("\n"));
  const child = fork(file);
  const [port] = await once(child, "message");
  return { child, origin: `http://127.0.0.1:${port}` };
}

describe("README.md", () => {
  it.each([
    ["Fastify", "app.server"],
    ["Express", "server"],
    ["Hono", "server"],
  ])("protects a %s API in fewer than ten lines that run as they stand", async (name, server) => {
    const code = await exampleOf(`Protect ${/^[AEIOU]/.test(name) ? "an" : "a"} ${name} API`);
    expect(code.trim().split("\n").length).toBeLessThan(10);

    const key = createSigningKey();
    await using issuer = await startIssuer([key]);
    const { child, origin } = await startExample(name.toLowerCase(), code, server, issuer.issuer);
    const claims = { ...claimsAt(issuer.issuer, Date.now()), aud: "http://localhost:4002" };
    const ask = (scope?: string) =>
      fetch(`${origin}/hello`, {
        headers: scope ? { authorization: `Bearer ${signToken(key, { ...claims, scope })}` } : {},
      });
    const refused = await ask();
    const metadata = "http://localhost:4002/.well-known/oauth-protected-resource";
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toBe(
      `Bearer scope="notes:read", resource_metadata="${metadata}"${dpopOffer}`,
    );
    expect((await ask("notes:write")).status).toBe(403);
    const admitted = await ask("notes:read");
    expect([admitted.status, await admitted.json()]).toEqual([200, { hello: "alice" }]);
    const document = await fetch(`${origin}${new URL(metadata).pathname}`);
    expect(await document.json()).toMatchObject({ authorization_servers: [issuer.issuer] });
    child.kill();
    await once(child, "exit");
  });

  it("protects an MCP server in lines that run as they stand", async () => {
    const key = createSigningKey();
    await using issuer = await startIssuer([key]);
    const code = await exampleOf("Protect an MCP server");
    const { child, origin } = await startExample("mcp", code, "server", issuer.issuer);
    const claims = { ...claimsAt(issuer.issuer, Date.now()), aud: "http://localhost:4003/mcp" };
    const addNote = (scope?: string) =>
      fetch(`${origin}/mcp`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          ...(scope && { authorization: `Bearer ${signToken(key, { ...claims, scope })}` }),
        },
        body: JSON.stringify({
          ...{ jsonrpc: "2.0", id: 1, method: "tools/call" },
          params: { name: "add_note", arguments: {} },
        }),
      });
    expect((await addNote()).status).toBe(401);
    expect((await addNote("notes:read")).status).toBe(403);
    const added = await addNote("notes:read notes:write");
    expect([added.status, await added.text()]).toEqual([200, expect.stringContaining("Added for alice.")]);
    child.kill();
    await once(child, "exit");
  });
});
