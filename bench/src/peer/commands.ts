/** What the bench asks of a peer's process, whichever peer it is. */
import type { JsonWebKey } from "node:crypto";

export type PeerAlgorithm = "RS256" | "ES256";

export interface PeerSettings {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly resource: string;
  readonly scope: string;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  readonly client: { readonly id: string; readonly secret: string };
  /** Private: RSA-2048, or P-256. */
  readonly signingKey: JsonWebKey;
  readonly alg: PeerAlgorithm;
  /** False where another peer process has made the tables. */
  readonly makeTables: boolean;
}

export interface PeerCommands {
  [name: string]: (argument: never) => unknown;
  /** @returns the port */
  listen(settings: PeerSettings): Promise<number>;
  /** Sign users in without a browser. @returns one refresh token each */
  signIn(count: number): Promise<string[]>;
}
