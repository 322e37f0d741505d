/** The work that both authorization servers are given, the same to the letter where it can be. */
import { randomBytes } from "node:crypto";
import type { Target } from "./generator/requests.js";

/** Enough for what is in flight, few enough that PostgreSQL does not thrash on two cores. The same for both. */
export const poolSize = 10;
export const resource = "http://localhost:4001";
export const scope = "notes:read";
export const accessTokenSeconds = 600;
export const refreshTokenSeconds = 30 * 86_400;

/** A confidential client; both servers see it authenticate by HTTP Basic on every request (RFC 6749 §2.3.1). */
export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

export const newSecret = (): string => randomBytes(32).toString("base64url");

/** The token endpoint of a server on loopback, as the generator has to be told of it. */
export function tokenTarget(port: number, path: string, client: ClientCredentials): Target {
  const credentials = Buffer.from(`${client.id}:${client.secret}`).toString("base64");
  return {
    port,
    method: "POST",
    path,
    headers: { Authorization: `Basic ${credentials}` },
    form: `grant_type=client_credentials&scope=${encodeURIComponent(scope)}`,
  };
}

/** An authorization server under test. */
export interface Subject {
  readonly name: string;
  readonly pid: number;
  /** Of client_credentials; a refresh chain takes all but its form. */
  readonly target: Target;
  /** @param resource of the sessions; only Regrant has several @returns one refresh token of a new session each */
  signIn(count: number, resource?: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}
