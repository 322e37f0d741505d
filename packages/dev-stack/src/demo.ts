/** The demo data: one API, two users, four clients, made once through the command line like any others. */
import { randomBytes } from "node:crypto";
import { readPrivateJson, writePrivateJson } from "./private-file.js";

/** How long the walk-through's access tokens live, so that one can be seen to expire. */
const WALKTHROUGH_TOKEN_SECONDS = 3;

/** How long the browser app's live: long enough to do something, short enough to see them expire. */
const BROWSER_APP_TOKEN_SECONDS = 60;

export interface DemoClient {
  readonly client_id: string;
  readonly client_secret: string;
}

/** Public: it has no secret. Its refresh tokens are in a cookie, for its own origin alone. */
export interface DemoBrowserClient {
  readonly client_id: string;
  readonly origin: string;
}

export interface DemoUser {
  readonly email: string;
  readonly password: string;
}

export interface Demo {
  /** The identifier of the API that all of it is for. */
  readonly resource: string;
  /** Has the role `admin`. */
  readonly ada: DemoUser;
  /** Has no role. */
  readonly grace: DemoUser;
  /** A back end on its own behalf: client_credentials. */
  readonly service: DemoClient;
  /** A first-party app: password and refresh_token, access tokens of ordinary life. */
  readonly app: DemoClient;
  /** As `app`, with access tokens that live a few seconds. */
  readonly walkthrough: DemoClient;
  /** The example in examples/browser-app; a third party's, so that consent is asked for. */
  readonly browserApp: DemoBrowserClient;
}

/** Where the parts serve that the demo data is about. */
export interface DemoAddresses {
  readonly resource: string;
  readonly browserApp: string;
}

/** Runs a `regrant` command with `--json`. */
type Regrant = <T>(args: readonly string[], input?: string) => Promise<T>;

/**
 * Returns the demo data remembered in `file`, or makes it where the file or the database does not have it:
 * when the database was made anew, or the API or the browser app serves at another port than last time.
 */
export async function keepDemo(file: string, addresses: DemoAddresses, regrant: Regrant): Promise<Demo> {
  const remembered = readPrivateJson<Demo>(file);
  const isGood = remembered?.resource === addresses.resource && (await hasClients(remembered, regrant));
  if (isGood && remembered.browserApp?.origin === addresses.browserApp) return remembered;
  const demo = isGood
    ? { ...remembered, browserApp: await makeBrowserApp(addresses, regrant) }
    : await makeDemo(addresses, regrant);
  writePrivateJson(file, demo);
  return demo;
}

async function hasClients(demo: Demo, regrant: Regrant): Promise<boolean> {
  const { clients } = await regrant<{ clients: { client_id: string }[] }>(["client", "list"]);
  const known = new Set(clients.map((client) => client.client_id));
  return [demo.service, demo.app, demo.walkthrough].every((client) => known.has(client.client_id));
}

async function makeDemo(addresses: DemoAddresses, regrant: Regrant): Promise<Demo> {
  const { resource } = addresses;
  const [{ users }] = await Promise.all([
    regrant<{ users: { email: string }[] }>(["user", "list"]),
    makeResource(resource, regrant),
  ]);
  const taken = new Set(users.map(({ email }) => email));
  const [ada, grace, service, app, walkthrough, browserApp] = await Promise.all([
    makeUser(freeAddress("ada", taken), ["--role", "admin"], regrant),
    makeUser(freeAddress("grace", taken), [], regrant),
    makeClient("Demo service", resource, serviceGrants, regrant),
    makeClient("Demo app", resource, appGrants, regrant),
    makeClient("Demo walk-through", resource, walkthroughGrants, regrant),
    makeBrowserApp(addresses, regrant),
  ]);
  return { resource, ada, grace, service, app, walkthrough, browserApp };
}

const serviceGrants = ["--grant", "client_credentials"];
const appGrants = ["--first-party", "--grant", "password", "--grant", "refresh_token"];
const walkthroughGrants = [...appGrants, "--access-token-seconds", String(WALKTHROUGH_TOKEN_SECONDS)];
const scopes = ["--scope", "notes:read", "--scope", "notes:write"];

const describedScopes = [
  ...["--scope", "notes:read=Read your notes"],
  ...["--scope", "notes:write=Add notes, and delete them"],
];

async function makeResource(resource: string, regrant: Regrant): Promise<void> {
  const { resources } = await regrant<{ resources: { resource: string }[] }>(["resource", "list"]);
  if (resources.some((registered) => registered.resource === resource)) return;
  await regrant(["resource", "create", resource, "--name", "Notes", ...describedScopes]);
}

/** A user whose password is no longer known keeps the plain address; the new one gets another. */
function freeAddress(name: string, taken: ReadonlySet<string>): string {
  const plain = `${name}@example.com`;
  return taken.has(plain) ? `${name}+${randomBytes(3).toString("hex")}@example.com` : plain;
}

async function makeUser(email: string, roles: readonly string[], regrant: Regrant): Promise<DemoUser> {
  const password = randomBytes(12).toString("base64url");
  await regrant(["user", "create", email, ...roles, "--password-stdin"], `${password}\n`);
  return { email, password };
}

function makeClient(
  name: string,
  resource: string,
  grants: readonly string[],
  regrant: Regrant,
): Promise<DemoClient> {
  return regrant(["client", "create", "--name", name, ...grants, ...scopes, "--resource", resource]);
}

/** A browser app: public, by authorization code, its refresh tokens in a cookie. */
async function makeBrowserApp(
  { resource, browserApp: origin }: DemoAddresses,
  regrant: Regrant,
): Promise<DemoBrowserClient> {
  const { client_id } = await regrant<{ client_id: string }>([
    ...["client", "create", "--name", "Notes in the browser", "--public"],
    ...["--grant", "authorization_code", "--grant", "refresh_token", "--redirect-uri", `${origin}/`],
    ...["--refresh-token-delivery", "cookie", "--allowed-origin", origin],
    ...["--access-token-seconds", String(BROWSER_APP_TOKEN_SECONDS), ...scopes, "--resource", resource],
  ]);
  return { client_id, origin };
}
