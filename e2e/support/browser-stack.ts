/** Both servers, the browser app, and the people and clients of the tests in test/browser. */
import { type BrowserApp, freePort, serveBrowserApp } from "@regrant/dev-stack";
import { type Client, registerUser, type User } from "./registrations.js";
import { startTestStack, type TestStack } from "./stack.js";

export interface BrowserStack extends TestStack {
  readonly ada: User;
  /** Serves the example app for a client that is registered for it, at a port of its own. */
  serveApp(options?: AppOptions): Promise<ServedApp>;
}

export interface ServedApp extends BrowserApp {
  readonly clientId: string;
}

export interface AppOptions {
  readonly name?: string;
  /** The operator's own: the user is not asked for consent. */
  readonly isFirstParty?: boolean;
  /** Default: 600. */
  readonly accessTokenSeconds?: number;
}

const scopes = [
  ...["--scope", "notes:read=Read your notes"],
  ...["--scope", "notes:write=Add notes, and delete them"],
];

export async function startBrowserStack(): Promise<BrowserStack> {
  const stack = await startTestStack();
  await stack.regrant(["resource", "create", stack.resource, "--name", "Notes", ...scopes]);
  const ada = await registerUser(stack, "ada@example.com");
  const apps: BrowserApp[] = [];
  return {
    ...stack,
    ada,
    async serveApp({ name = "Notes in the browser", isFirstParty = true, accessTokenSeconds = 600 } = {}) {
      const port = await freePort();
      const origin = `http://localhost:${port}`;
      const { client_id: clientId } = await stack.regrant<Client>([
        ...["client", "create", "--name", name, "--public", "--resource", stack.resource],
        ...["--grant", "authorization_code", "--grant", "refresh_token", "--redirect-uri", `${origin}/`],
        ...["--refresh-token-delivery", "cookie", "--allowed-origin", origin],
        ...["--scope", "notes:read", "--scope", "notes:write"],
        ...["--access-token-seconds", String(accessTokenSeconds)],
        ...(isFirstParty ? ["--first-party"] : []),
      ]);
      const app = await serveBrowserApp({ port, issuer: stack.issuer, clientId, resource: stack.resource });
      apps.push(app);
      return { ...app, clientId };
    },
    async stop() {
      for (const app of apps) await app.stop();
      await stack.stop();
    },
  };
}
