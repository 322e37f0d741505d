/** A host of client metadata documents, with https: the SDKs take no other address for one. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "./tls-site.js";

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
if (!hasOpenssl) console.warn("  No openssl here: MCP agents with a metadata document are not tried.");

export interface DocumentHost {
  /** For `NODE_EXTRA_CA_CERTS` of whoever reads the documents. */
  readonly certificateFile: string;
  /** @returns the new client's client_id */
  publish(metadata: Readonly<Record<string, unknown>>): string;
  stop(): void;
}

export async function serveDocuments(): Promise<DocumentHost> {
  const folder = mkdtempSync(join(tmpdir(), "regrant-documents-"));
  const certificateFile = join(folder, "certificate.pem");
  const { key, cert } = selfSigned("localhost");
  writeFileSync(certificateFile, cert);
  const documents: string[] = [];
  const server = createServer({ key, cert }, ({ url = "" }, response) => {
    const document = documents[Number(/^\/agents\/(\d+)$/.exec(url)?.[1])];
    if (document === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "application/json" }).end(document);
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    certificateFile,
    publish(metadata) {
      const client_id = `https://localhost:${port}/agents/${documents.length}`;
      documents.push(JSON.stringify({ client_id, ...metadata }));
      return client_id;
    },
    stop() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}
