/** The demo data: one API, two users, three clients, made once through the command line like any others. */
import { randomBytes } from "node:crypto";
import { readPrivateJson, writePrivateJson } from "./private-file.js";

/** How long the walk-through's access tokens live, so that one can be seen to expire. */
const WALKTHROUGH_TOKEN_SECONDS = 3;

/** Nobody listens there: the walk-through reads the code from the address. */
const WALKTHROUGH_REDIRECT_URI = "http://127.0.0.1/callback";

/** How long the browser app's live: long enough to do something, short enough to see them expire. */
const BROWSER_APP_TOKEN_SECONDS = 60;

export interface DemoClient {
  readonly client_id: string;
  readonly client_secret: string;
}

/** A back end that people sign in through: authorization_code and refresh_token. Nobody listens at its redirect URI. */
export interface DemoWebClient extends DemoClient {
  readonly redirect_uri: string;
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
  /** A third party's, so that consent is asked for; its access tokens live a few seconds. */
  readonly walkthrough: DemoWebClient;
  /** The example in examples/browser-app; a third party's too. */
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
 * Returns the demo data remembered in `file`. Made is what the file or the database does not have; where the API or the
 * browser app serves at another address than last time, their registrations move along.
 */
export async function keepDemo(file: string, addresses: DemoAddresses, regrant: Regrant): Promise<Demo> {
  const remembered = readPrivateJson<Demo>(file);
  const isGood = remembered !== null && (await hasClients(remembered, regrant));
  const { resource, browserApp } = addresses;
  if (isGood && remembered.resource === resource && remembered.browserApp.origin === browserApp)
    return remembered;
  const demo = isGood
    ? await moveDemo(remembered, addresses, regrant)
    : await makeDemo(remembered, addresses, regrant);
  writePrivateJson(file, demo);
  return demo;
}

async function hasClients({ service, walkthrough, browserApp }: Demo, regrant: Regrant): Promise<boolean> {
  const { clients } = await regrant<{ clients: { client_id: string; redirect_uris: string[] }[] }>([
    "client",
    "list",
  ]);
  const known = new Set(clients.map((client) => client.client_id));
  const redirects = clients.find((client) => client.client_id === walkthrough.client_id)?.redirect_uris;
  return (
    redirects?.includes(walkthrough.redirect_uri) === true &&
    [service, browserApp].every((client) => known.has(client.client_id))
  );
}

async function moveDemo(demo: Demo, addresses: DemoAddresses, regrant: Regrant): Promise<Demo> {
  const { resource, browserApp: origin } = addresses;
  const { service, walkthrough, browserApp } = demo;
  await makeResource(resource, regrant);
  const update = ({ client_id }: { client_id: string }, ...args: string[]) =>
    regrant(["client", "update", client_id, "--resource", resource, ...args]);
  await Promise.all([
    update(service),
    update(walkthrough),
    update(browserApp, "--redirect-uri", `${origin}/`, "--allowed-origin", origin),
  ]);
  return { ...demo, resource, browserApp: { ...browserApp, origin } };
}

/** Users whose passwords are remembered stay. */
async function makeDemo(remembered: Demo | null, addresses: DemoAddresses, regrant: Regrant): Promise<Demo> {
  const { resource } = addresses;
  const [{ users }] = await Promise.all([
    regrant<{ users: { email: string }[] }>(["user", "list"]),
    makeResource(resource, regrant),
  ]);
  const taken = new Set(users.map(({ email }) => email));
  const keepUser = (name: "ada" | "grace", ...args: string[]) => {
    const known = remembered?.[name];
    return known && taken.has(known.email) ? known : makeUser(freeAddress(name, taken), args, regrant);
  };
  const [ada, grace, service, walkthrough, browserApp] = await Promise.all([
    keepUser("ada", "--role", "admin"),
    keepUser("grace"),
    makeClient("Demo service", resource, serviceGrants, regrant),
    makeClient("Demo walk-through", resource, walkthroughGrants, regrant),
    makeBrowserApp(addresses, regrant),
  ]);
  const redirect_uri = WALKTHROUGH_REDIRECT_URI;
  return { resource, ada, grace, service, walkthrough: { ...walkthrough, redirect_uri }, browserApp };
}

const serviceGrants = ["--grant", "client_credentials"];
const codeGrants = ["--grant", "authorization_code", "--grant", "refresh_token"];
const walkthroughGrants = [
  ...[...codeGrants, "--redirect-uri", WALKTHROUGH_REDIRECT_URI],
  ...["--access-token-seconds", String(WALKTHROUGH_TOKEN_SECONDS)],
];
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
    ...[...codeGrants, "--redirect-uri", `${origin}/`],
    ...["--refresh-token-delivery", "cookie", "--allowed-origin", origin],
    ...["--access-token-seconds", String(BROWSER_APP_TOKEN_SECONDS), ...scopes, "--resource", resource],
  ]);
  return { client_id, origin };
}
