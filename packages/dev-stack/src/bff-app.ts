/** The example app with a back end: its client, its secrets, and its start, in this process. */
import { pathToFileURL } from "node:url";
import { bffAppScript, checkBuilt } from "./paths.js";
import { readPrivateJson, writePrivateJson } from "./private-file.js";
import { makeSecrets } from "./secrets.js";

/** As in examples/bff-app, which is loaded by its path: nothing is lost where it is not there, as in containers. */
interface BffAppModule {
  serveBffApp(options: BffAppOptions): Promise<BffApp>;
}

export interface BffAppOptions extends BffAppSecrets {
  readonly issuer: string;
  readonly api: string;
  readonly port: number;
  /** Where browsers find it. Default: this port of localhost. */
  readonly origin?: string;
}

export interface BffApp {
  readonly url: string;
  stop(): Promise<void>;
}

/** Remembered in a file: a client's secret is shown once, and cookies outlive a start. */
export interface BffAppSecrets {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Encrypt the cookie. */
  readonly secrets: string;
}

export const bffAppUrl = (port: number): string => `http://localhost:${port}`;

/** @throws Error where it is not built, or the port is taken */
export async function serveBffApp(options: BffAppOptions): Promise<BffApp> {
  checkBuilt(bffAppScript);
  const { serveBffApp: serve }: BffAppModule = await import(pathToFileURL(bffAppScript).href);
  return serve(options);
}

const clientId = "notes-bff";
/** Short enough to see them renewed. */
const accessTokenSeconds = 60;

/** Runs a `regrant` command with `--json`. */
type Regrant = <T>(args: readonly string[]) => Promise<T>;

/** Registers the client for this address, or moves it there, and returns what the app needs to know. */
export async function keepBffApp(
  file: string,
  url: string,
  resource: string,
  regrant: Regrant,
): Promise<BffAppSecrets> {
  const remembered = readPrivateJson<BffAppSecrets>(file);
  const { clients } = await regrant<{ clients: { client_id: string }[] }>(["client", "list"]);
  const isThere = clients.some(({ client_id }) => client_id === clientId);
  const addresses = [
    ...["--redirect-uri", `${url}/bff/callback`, "--post-logout-redirect-uri", `${url}/`],
    ...["--resource", resource],
  ];
  if (isThere && remembered !== null) {
    await regrant(["client", "update", clientId, ...addresses]);
    return remembered;
  }
  if (isThere) await regrant(["client", "delete", clientId, "--yes"]);
  const { client_secret: clientSecret } = await regrant<{ client_secret: string }>([
    ...["client", "create", "--id", clientId, "--name", "Notes with a back end"],
    ...["--grant", "authorization_code", "--grant", "refresh_token", ...addresses],
    ...["openid", "profile", "email", "notes:read", "notes:write"].flatMap((scope) => ["--scope", scope]),
    ...["--id-token-claims", "scope"],
    ...["--access-token-seconds", String(accessTokenSeconds)],
  ]);
  const made = { clientId, clientSecret, secrets: makeSecrets() };
  writePrivateJson(file, made);
  return made;
}
