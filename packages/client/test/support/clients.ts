/** Clients as apps create them, recording all they are told. */
import { onTestFinished } from "vitest";
import {
  type Client,
  type ClientEvent,
  type ClientOptions,
  createClient,
  memoryStore,
  type Store,
} from "../../src/index.js";
import { type Api, startApi } from "./api.js";
import { type AuthorizationServer, startAuthorizationServer } from "./authorization-server.js";

export interface TestClient extends Client {
  /** The reasons that `onSignedOut` was called with. */
  readonly signedOut: string[];
  readonly events: ClientEvent[];
  /** The letters of figure 2, in order. */
  letters(): string;
}

export const redirectUri = "http://127.0.0.1/callback";

export function newClient(issuer: string, options: Partial<ClientOptions> = {}): TestClient {
  const signedOut: string[] = [];
  const events: ClientEvent[] = [];
  const client = createClient({
    issuer,
    clientId: "app",
    redirectUri,
    signInStore: memoryStore(),
    onSignedOut: (reason) => signedOut.push(reason),
    onEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => client.close());
  const letters = () => events.map((event) => ("step" in event ? event.step : "")).join("");
  // Keeps the getter.
  return Object.defineProperties(
    { signedOut, events, letters },
    Object.getOwnPropertyDescriptors(client),
  ) as TestClient;
}

export interface Signedin {
  readonly server: AuthorizationServer;
  readonly api: Api;
  readonly client: TestClient;
  readonly store: Store;
}

/** A server, its API, and a signed-in client that stores its refresh token. */
export async function signedIn(
  options: Partial<ClientOptions> = {},
  serverOptions: Parameters<typeof startAuthorizationServer>[0] = {},
): Promise<Signedin> {
  const server = await startAuthorizationServer(serverOptions);
  const api = await startApi(server, serverOptions?.dpop);
  const store = memoryStore();
  const client = newClient(server.issuer, { resource: api.url, refreshTokenStore: store, ...options });
  await client.finishSignIn(server.authorize(await client.signInUrl()));
  return { server, api, client, store };
}
