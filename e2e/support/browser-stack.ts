/** Both servers, a user, and the browser app, for the tests in test/browser. */
import { type BrowserApp, freePort, serveBrowserApp } from "@regrant/dev-stack";
import { type Client, registerUser, type User } from "./registrations.js";
import { startTestStack, type TestStack } from "./stack.js";

export interface BrowserStack<Name extends string> extends TestStack {
  readonly ada: User;
  readonly apps: Readonly<Record<Name, ServedApp>>;
}

export interface ServedApp extends BrowserApp {
  readonly clientId: string;
}

export interface AppOptions {
  readonly name?: string;
  /** First-party: the user is not asked for consent. Default: true. */
  readonly isFirstParty?: boolean;
  /** Default: 600. */
  readonly accessTokenSeconds?: number;
  /** Binds its tokens to a key. Default: false. */
  readonly dpop?: boolean;
}

const scopes = [
  ...["--scope", "notes:read=Read your notes"],
  ...["--scope", "notes:write=Add notes, and delete them"],
];

/**
 * Starts a stack and serves the example app for each of these clients, each on its own port. They are all registered
 * before the first page loads, because the server notices new origins with a delay of seconds.
 */
export async function startBrowserStack<Name extends string>(
  wanted: Readonly<Record<Name, AppOptions>>,
  options?: Parameters<typeof startTestStack>[0],
): Promise<BrowserStack<Name>> {
  const stack = await startTestStack(options);
  await stack.regrant(["resource", "create", stack.resource, "--name", "Notes", ...scopes]);
  const ada = await registerUser(stack, "ada@example.com");
  const apps = {} as Record<Name, ServedApp>;
  for (const name in wanted) apps[name] = await serveApp(stack, wanted[name]);
  const stop = async () => {
    for (const name in apps) await apps[name].stop();
    await stack.stop();
  };
  return { ...stack, ada, apps, stop };
}

async function serveApp(
  { regrant, issuer, resource }: TestStack,
  { name = "Notes in the browser", isFirstParty = true, accessTokenSeconds = 600, dpop = false }: AppOptions,
): Promise<ServedApp> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const { client_id: clientId } = await regrant<Client>([
    ...["client", "create", "--name", name, "--public", "--resource", resource],
    ...["--grant", "authorization_code", "--grant", "refresh_token", "--redirect-uri", `${origin}/`],
    ...["--refresh-token-delivery", "cookie", "--allowed-origin", origin],
    ...["--scope", "notes:read", "--scope", "notes:write"],
    ...["--access-token-seconds", String(accessTokenSeconds)],
    ...(isFirstParty ? ["--first-party"] : []),
  ]);
  return { ...(await serveBrowserApp({ port, issuer, clientId, resource, dpop })), clientId };
}
