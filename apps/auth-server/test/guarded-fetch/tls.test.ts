import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { TLSSocket } from "node:tls";
import { expect, it } from "vitest";
import { cleanUp } from "../support/clean-up.js";
import { describeWithOpenssl, selfSignedCertificate } from "../support/tls-postgres.js";

const built = new URL("../../dist/guarded-fetch/guarded-fetch.js", import.meta.url);

/** A host with a certificate for this name. */
async function secureHost(name: string) {
  const folder = mkdtempSync(join(tmpdir(), "regrant-fetch-"));
  cleanUp(async () => rmSync(folder, { recursive: true }));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  selfSignedCertificate(name, key, certificate);
  const names: unknown[] = [];
  const server = createServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    (request, response) => {
      names.push((request.socket as TLSSocket).servername, request.headers.host);
      response.end("{}");
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanUp(async () => void server.close());
  return { port: (server.address() as AddressInfo).port, certificate, names };
}

/** Which authorities a process trusts is fixed when it starts, so a process of its own fetches. @returns what it prints */
async function fetchInProcess(url: string, env: Readonly<Record<string, string>>): Promise<string> {
  const program = `
    const { fetchGuarded } = await import(${JSON.stringify(built)});
    const options = { accept: "application/json", maxBytes: 99, totalMs: 3000, allowLoopback: true, lookup: async () => ["127.0.0.1"] };
    console.log(await fetchGuarded(${JSON.stringify(url)}, options).then(({ body }) => \`\${body}\`, ({ message }) => message));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return (await text(child.stdout)).trim();
}

describeWithOpenssl("A guarded fetch over TLS", () => {
  it("names the host to the address that was looked up, past any proxy", async () => {
    const { port, certificate, names } = await secureHost("app.example.com");
    const answer = await fetchInProcess(`https://app.example.com:${port}/client`, {
      NODE_EXTRA_CA_CERTS: certificate,
      NODE_USE_ENV_PROXY: "1",
      HTTPS_PROXY: "http://127.0.0.1:9",
      NO_PROXY: "",
    });
    expect(answer).toBe("{}");
    expect(names).toEqual(["app.example.com", `app.example.com:${port}`]);
  });

  it("refuses a certificate for another name", async () => {
    const { port, certificate, names } = await secureHost("other.example.com");
    const answer = await fetchInProcess(`https://app.example.com:${port}/client`, {
      NODE_EXTRA_CA_CERTS: certificate,
    });
    expect(answer).toBe("could not be reached (ERR_TLS_CERT_ALTNAME_INVALID)");
    expect(names).toEqual([]);
  });

  it("refuses a certificate that nobody vouches for, whatever the environment says", async () => {
    const { port, names } = await secureHost("app.example.com");
    const answer = await fetchInProcess(`https://app.example.com:${port}/client`, {
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
      NODE_NO_WARNINGS: "1",
    });
    expect(answer).toBe("could not be reached (DEPTH_ZERO_SELF_SIGNED_CERT)");
    expect(names).toEqual([]);
  });
});
