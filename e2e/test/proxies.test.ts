/** With HTTP_PROXY set: requests to this machine never go to a proxy, nor do secrets. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";

const honoursProxies = Number(process.versions.node.split(".")[0]) >= 24;
if (!honoursProxies)
  console.log(
    `  Node.js ${process.versions.node} does not look at HTTP_PROXY: the tests of proxies are skipped.`,
  );

/** A proxy that answers nothing and records its requests. */
async function startProxy() {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  proxy.on("connect", (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { seen, url: `http://127.0.0.1:${address.port}` };
}

/** Runs Node.js with a proxy in its environment. */
async function runProxied(
  proxy: string,
  noProxy: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
) {
  const variables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"].map((name) => [name, proxy]);
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      ...Object.fromEntries(variables),
      NODE_USE_ENV_PROXY: "1",
      NO_PROXY: noProxy,
      no_proxy: noProxy,
      ...more,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  await new Promise((resolve) => child.once("close", resolve));
  return output;
}

const built = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe.runIf(honoursProxies).each(["", ".corp.example,10.0.0.0/8"])(
  "HTTP_PROXY is set, and NO_PROXY is %j",
  (noProxy) => {
    it("regrant doctor asks the issuer on this machine itself", async () => {
      const issuer = createServer((_request, response) => response.writeHead(404).end());
      await new Promise<void>((resolve) => issuer.listen(0, "localhost", resolve));
      onTestFinished(() => void issuer.close());
      const asked: string[] = [];
      issuer.on("request", ({ url }) => asked.push(String(url)));
      const { port } = issuer.address() as { port: number };
      const proxy = await startProxy();
      const settings = {
        ISSUER: `http://localhost:${port}`,
        DATABASE_URL: "postgres://nobody:none@127.0.0.1:1/none",
        SECRETS: `test:${randomBytes(32).toString("base64url")}`,
      };
      await runProxied(proxy.url, noProxy, [built("apps/auth-server/dist/cli/main.js"), "doctor"], settings);
      expect(asked).toContain("/.well-known/oauth-authorization-server");
      expect(proxy.seen).toEqual([]);
    });

    it("a program with the client library is told, and nothing is sent", async () => {
      const proxy = await startProxy();
      const program = `
      import { createClient, memoryStore } from "${built("packages/client/dist/index.js")}";
      const refreshTokenStore = memoryStore();
      const options = { issuer: "http://localhost:9", clientId: "app", redirectUri: "http://localhost/", refreshTokenStore };
      await createClient(options).signInUrl().catch((error) => console.log(error.message));`;
      const output = await runProxied(proxy.url, noProxy, ["--input-type=module", "--eval", program]);
      expect(output).toMatch(/HTTP_PROXY|http_proxy/);
      expect(output).toContain("would go through the proxy");
      expect(proxy.seen).toEqual([]);
    });
  },
);

it("HTTP_PROXY leads nowhere: what is installed starts all the same, and no registry is asked", async () => {
  const proxy = await startProxy();
  const program = `import { pnpm } from "${built("scripts/prepare.mjs")}"; process.exitCode = pnpm(["--version"]) ? 0 : 1;`;
  expect(await runProxied(proxy.url, "", ["--input-type=module", "--eval", program])).toMatch(
    /^\d+\.\d+\.\d+/m,
  );
  expect(proxy.seen).toEqual([]);
});
