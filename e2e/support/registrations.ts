/** What an operator registers first: an API, users, clients, with the `regrant` command. */
import { randomBytes } from "node:crypto";
import type { Stack } from "@regrant/dev-stack";

export interface Client {
  readonly client_id: string;
  /** Absent for a public client. */
  readonly client_secret?: string;
}

export interface User {
  readonly email: string;
  readonly password: string;
}

type Regrant = Pick<Stack, "regrant" | "resource">;

const scopes = ["--scope", "notes:read", "--scope", "notes:write"];

/** Registers the resource server as the API of the clients below. */
export async function registerResource({ regrant, resource }: Regrant): Promise<void> {
  await regrant(["resource", "create", resource, ...scopes]);
}

/** An administrator. `args` are added to the command. */
export async function registerUser({ regrant }: Regrant, email: string, ...args: string[]): Promise<User> {
  const password = randomBytes(12).toString("base64url");
  await regrant(["user", "create", email, "--role", "admin", "--password-stdin", ...args], `${password}\n`);
  return { email, password };
}

/** A first-party app with the password and refresh token grants. `args` are added to the command. */
export function registerApp(stack: Regrant, ...args: string[]): Promise<Client> {
  return registerClient(stack, "--first-party", "--grant", "password", "--grant", "refresh_token", ...args);
}

/** A back end acting on its own behalf: the client credentials grant. */
export function registerService(stack: Regrant, ...args: string[]): Promise<Client> {
  return registerClient(stack, "--grant", "client_credentials", ...args);
}

/** An app that only signs users in, and calls no API. */
export function registerRelyingParty({ regrant }: Regrant, ...args: string[]): Promise<Client> {
  const grants = ["--grant", "authorization_code", "--grant", "refresh_token"];
  return regrant([
    "client",
    "create",
    "--name",
    "E2E",
    ...grants,
    "--scope",
    "openid profile email",
    ...args,
  ]);
}

function registerClient({ regrant, resource }: Regrant, ...args: string[]): Promise<Client> {
  return regrant(["client", "create", "--name", "E2E", ...scopes, "--resource", resource, ...args]);
}
