/** Listening, with a one-sentence explanation if it fails. */
import type { FastifyInstance } from "fastify";

/** A failed start that a setting can fix. The message says it all. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** Connections waiting for the event loop. The system rejects any beyond these, and clients retry after a second. */
export const backlog = 4_096;

/** @param settings the prefix of the two settings' names @throws StartError */
export async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
  settings: "" | "MANAGEMENT_" = "",
): Promise<void> {
  try {
    await app.listen({ host, port, backlog });
  } catch (cause) {
    const why = reasonOf(cause, host, port, settings);
    throw why === undefined ? cause : new StartError(why, { cause });
  }
}

function reasonOf(cause: unknown, host: string, port: number, settings: string): string | undefined {
  const { code = "" } = cause as NodeJS.ErrnoException;
  const toListen = `cannot listen on ${host}, port ${port}`;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `${toListen}: another program uses it. Stop that program, or set ${settings}PORT.`,
    EACCES: `${toListen}: permission denied. Set ${settings}PORT to 1024 or above.`,
    EADDRNOTAVAIL: `${toListen}: no network interface here has that address. Set ${settings}HOST to one that does, or to 0.0.0.0.`,
    EAFNOSUPPORT: `${toListen}: this machine does not support such addresses. Set ${settings}HOST to an IPv4 address.`,
    ENOTFOUND: `${toListen}: unknown host name. Set ${settings}HOST to an IP address.`,
    EAI_AGAIN: `${toListen}: the host name could not be resolved. Set ${settings}HOST to an IP address.`,
  };
  return reasons[code];
}
