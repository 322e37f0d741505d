/** Resources, clients and users, made through the store as the `regrant` command makes them. */
import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { hashSecret, newSecret } from "../../src/secrets.js";
import { insertClient, type NewClient } from "../../src/store/clients.js";
import { insertResource } from "../../src/store/resources.js";
import { insertUser, type User } from "../../src/users/users.sql.js";
import type { TestServer } from "./server.js";

/** The API that clients are for by default. */
export const notes = {
  uri: "https://notes.example.com",
  scope: ["notes:read", "notes:write"],
  name: "Notes",
  scopeDescriptions: { "notes:read": "Read your notes" },
};
/** The API that they may ask for besides. */
export const files = {
  uri: "https://files.example.com/v1",
  scope: ["files:read"],
  name: null,
  scopeDescriptions: {},
};

export interface TestClient {
  readonly clientId: string;
  /** Empty for a public client. */
  readonly secret: string;
}

export interface TestUser extends User {
  readonly password: string;
}

/** Register the two APIs; once for each database. */
export async function createResources({ db }: TestServer): Promise<void> {
  await insertResource(db, notes);
  await insertResource(db, files);
}

export type ClientOptions = Partial<Omit<NewClient, "secretHashes">> & {
  /** Chosen by the test; default: made as Regrant makes it. Null: a public client. */
  readonly secret?: string | null;
};

/** Register a client that may do everything; the options take away. */
export async function createClient({ db }: TestServer, options: ClientOptions = {}): Promise<TestClient> {
  const { secret = newSecret(), ...settings } = options;
  const client: NewClient = {
    clientId: `client-${randomBytes(4).toString("hex")}`,
    name: "A client",
    secretHashes: secret === null ? [] : [hashSecret(secret)],
    grantTypes: [...(secret === null ? [] : ["client_credentials"]), "password", "refresh_token"],
    scope: [...notes.scope, ...files.scope],
    firstParty: true,
    redirectUris: [],
    allowUndottedSchemes: false,
    refreshTokenDelivery: "body",
    allowedOrigins: [],
    accessTokenSeconds: null,
    sessionIdleSeconds: null,
    sessionAbsoluteSeconds: null,
    onAddressChange: null,
    refreshBurst: null,
    onRefreshBurst: null,
    resources: [notes.uri, files.uri],
    ...settings,
  };
  await insertClient(db, client);
  return { clientId: client.clientId, secret: secret ?? "" };
}

/** Add a user. All users of a run share one password, which is hashed once; with null, the user has none. */
export async function createUser(
  { db }: TestServer,
  roles: readonly string[] = [],
  passwordHash: string | null = inject("passwordHash"),
): Promise<TestUser> {
  const email = `user-${randomBytes(4).toString("hex")}@example.com`;
  const user = await insertUser(db, { email, passwordHash, roles });
  return { ...user, password: inject("password") };
}

/** What most test files begin with: both APIs, a client that may do everything, and a user. */
export async function createParties(server: TestServer, roles?: readonly string[]) {
  await createResources(server);
  return { client: await createClient(server), user: await createUser(server, roles) };
}
