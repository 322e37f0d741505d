/** Listening, and in one sentence why it is not possible. */
import type { FastifyInstance } from "fastify";

/** A start that fails for a reason that a setting mends. Its message is all there is to say. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** Connections that wait for the event loop; the system turns away one more, and its client comes again after a second. */
export const backlog = 4_096;

/** @param settings what the names of the two settings begin with @throws StartError */
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
    EADDRINUSE: `${toListen}: another program does. Stop that one, or set ${settings}PORT.`,
    EACCES: `${toListen}: this user may not. Set ${settings}PORT to 1024 or above.`,
    EADDRNOTAVAIL: `${toListen}: no network interface here has that address. Set ${settings}HOST to one that has, or to 0.0.0.0.`,
    EAFNOSUPPORT: `${toListen}: this machine has no such addresses. Set ${settings}HOST to an IPv4 one.`,
    ENOTFOUND: `${toListen}: this machine knows no such name. Set ${settings}HOST to an IP address.`,
    EAI_AGAIN: `${toListen}: nobody can say what that name stands for. Set ${settings}HOST to an IP address.`,
  };
  return reasons[code];
}
