/** TCP ports on the loopback interface. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the ports that systems give to outgoing connections (Linux from 32768, others from 49152): one of those may
 * be taken by any connection between this look and the server's start, or its restart.
 */
const from = 10_240;
const to = 32_767;
const attempts = 50;

/** A port that is free now, chosen by chance, so that starts at the same time get different ones. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(from, to + 1);
    if (await isFree(port)) return port;
  }
  return listenOnce(0);
}

/** The wanted port if it is free, otherwise, and for 0, any free one. */
export async function freePortNear(wanted: number): Promise<number> {
  return wanted !== 0 && (await isFree(wanted)) ? wanted : freePort();
}

/** Both loopback addresses count: `localhost` may lead to either of them. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "::1", "::"]) {
    try {
      await listenOnce(port, host);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    }
  }
  return true;
}

function listenOnce(port: number, host = "127.0.0.1"): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}
