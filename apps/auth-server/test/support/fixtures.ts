/** Resources, clients and users, created through the store like the `regrant` command does. */
import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { initialValues } from "../../src/administration/settings.js";
import { insertClient, type NewClient } from "../../src/clients/clients.sql.js";
import { clientSettings } from "../../src/clients/settings.js";
import { inTransaction } from "../../src/database/database.js";
import { insertResource } from "../../src/resources/resources.sql.js";
import { hashSecret, newSecret } from "../../src/secrets.js";
import { insertUser, type User } from "../../src/users/users.sql.js";
import type { TestServer } from "./server.js";

/** The clients' default API. */
export const notes = {
  uri: "https://notes.example.com",
  scope: ["notes:read", "notes:write"],
  name: "Notes",
  scopeDescriptions: { "notes:read": "Read your notes" },
  open: false,
  openScope: [],
  signingAlg: "RS256" as const,
  requireDpop: false,
};
/** The other API that clients may request. */
export const files = {
  uri: "https://files.example.com/v1",
  scope: ["files:read"],
  name: null,
  scopeDescriptions: {},
  open: false,
  openScope: [],
  signingAlg: "RS256" as const,
  requireDpop: false,
};

export interface TestClient {
  readonly clientId: string;
  /** Empty for a public client. */
  readonly secret: string;
}

export interface TestUser extends User {
  readonly password: string;
}

/** Register both APIs; once per database. */
export async function createResources({ db }: TestServer): Promise<void> {
  await insertResource(db, notes);
  await insertResource(db, files);
}

export type ClientOptions = Partial<Omit<NewClient, "secretHashes" | "tokenEndpointAuthMethod">> & {
  /** Chosen by the test; default: generated. Null: a public client, or one with keys. */
  readonly secret?: string | null;
};

/** Register a client that may do everything; the options restrict it. */
export async function createClient({ db }: TestServer, options: ClientOptions = {}): Promise<TestClient> {
  const { jwks = null, jwksUri = null } = options;
  const hasKeys = jwks !== null || jwksUri !== null;
  const { secret = hasKeys ? null : newSecret(), ...settings } = options;
  const isPublic = secret === null && !hasKeys;
  const client: NewClient = {
    ...initialValues(clientSettings),
    clientId: `client-${randomBytes(4).toString("hex")}`,
    name: "A client",
    tokenEndpointAuthMethod: hasKeys ? "private_key_jwt" : isPublic ? "none" : "client_secret_basic",
    secretHashes: secret === null ? [] : [hashSecret(secret)],
    grantTypes: [...(isPublic ? [] : ["client_credentials"]), "password", "refresh_token"],
    scope: [...notes.scope, ...files.scope],
    firstParty: true,
    resources: [notes.uri, files.uri],
    ...settings,
  };
  await inTransaction(db, (tx) => insertClient(tx, client));
  return { clientId: client.clientId, secret: secret ?? "" };
}

/** Add a user. All users share one password, which is hashed once; with null, the user has none. */
export async function createUser(
  { db }: TestServer,
  roles: readonly string[] = [],
  passwordHash: string | null = inject("passwordHash"),
): Promise<TestUser> {
  const email = `user-${randomBytes(4).toString("hex")}@example.com`;
  const user = await insertUser(db, { email, passwordHash, roles });
  return { ...user, password: inject("password") };
}

/** What most tests start with: both APIs, a client that may do everything, and a user. */
export async function createParties(server: TestServer, roles?: readonly string[]) {
  await createResources(server);
  return { client: await createClient(server), user: await createUser(server, roles) };
}
