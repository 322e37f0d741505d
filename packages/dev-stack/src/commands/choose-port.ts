/** Which ports `npm start` serves at. Issuer and registrations depend on them, so the choice is kept from run to run. */
import { isFree } from "../ports.js";
import { readPrivateJson, writePrivateJson } from "../private-file.js";
import { stackFiles } from "../running-stack.js";
import type { StackPorts } from "../stack-options.js";

const usualPort = 4000;
/** Where that is taken: 4100, 4200 and so on. */
const stride = 100;
const attempts = 50;

/** All ports of a stack, from that of its authorization server. */
export const portsFrom = (
  port: number,
): StackPorts & { readonly browserApp: number; readonly mcpServer: number; readonly bffApp: number } => ({
  authServer: port,
  resourceServer: port + 1,
  browserApp: port + 2,
  mcpServer: port + 3,
  bffApp: port + 4,
  authServerManagement: port + 10,
  resourceServerManagement: port + 11,
  postgres: port + 1433,
});

/** The authorization server's port in the last run, or the one that a first run tries. */
export const keptPort = (file: string = stackFiles.ports): number =>
  readPrivateJson<{ authServer: number }>(file)?.authServer ?? usualPort;

/**
 * Chooses the authorization server's port: the one that was asked for, else the one kept, else the next hundred that is free
 * with the four ports behind it.
 *
 * @returns with `notice` where it is neither the one asked for nor the one kept
 * @throws Error where the one that was asked for is taken
 */
export async function choosePort(
  asked: number | null,
  file: string = stackFiles.ports,
): Promise<{ readonly port: number; readonly notice: string | null }> {
  const wanted = asked ?? keptPort(file);
  const taken = await takenFrom(wanted);
  const port = taken === null ? wanted : await nextFree(asked, taken);
  writePrivateJson(file, { authServer: port });
  if (taken === null) return { port, notice: null };
  return {
    port,
    notice: `port ${taken} is taken: this folder uses ${port} to ${port + 4} from now on (npm start -- --port ${wanted} asks for ${wanted} again)`,
  };
}

async function nextFree(asked: number | null, taken: number): Promise<number> {
  if (asked !== null) {
    throw new Error(
      `Port ${taken} is taken, and --port ${asked} needs ${asked} to ${asked + 4}. Choose another, or stop the program that listens there.`,
    );
  }
  for (let port = usualPort; port < usualPort + attempts * stride; port += stride) {
    if ((await takenFrom(port)) === null) return port;
  }
  throw new Error(`Port ${taken} is taken. Choose another: npm start -- --port <port>`);
}

/** The first taken one of the five ports that browsers and clients see; null where all are free. */
async function takenFrom(port: number): Promise<number | null> {
  for (let each = port; each <= port + 4; each += 1) if (!(await isFree(each))) return each;
  return null;
}
