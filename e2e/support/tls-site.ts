/** Several hosts of one site with https, as in production, so that the browser decides which cookies go where. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const site = "regrant.test";

/** Makes the browser find the hosts on this machine. */
export const siteFlags = [`--host-resolver-rules=MAP *.${site} 127.0.0.1`];

export type Host = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves hosts of the site, by their first label. @returns their common port */
export async function serveSite(
  hosts: Readonly<Record<string, Host>>,
): Promise<{ readonly port: number; stop(): void }> {
  const server = createServer(selfSigned(), (incoming, response) => {
    const host = hosts[incoming.headers.host?.split(".")[0] ?? ""];
    if (host === undefined) return void response.writeHead(404).end();
    host(incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

/** Forwards requests to a server. */
export const proxyTo =
  (url: () => string): Host =>
  (incoming, response) => {
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? "/", url()), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    incoming.pipe(onward);
  };

/** By openssl, which is wherever a browser for tests is. */
export function selfSigned(name = `*.${site}`): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), "regrant-tls-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const called = ["-days", "2", "-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
    execFileSync("openssl", [...made, ...called, "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
