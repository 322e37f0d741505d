/** What the bench asks of a peer's process, whichever peer it is. */
import type { JsonWebKey } from "node:crypto";

export interface PeerSettings {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly resource: string;
  readonly scope: string;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  readonly client: { readonly id: string; readonly secret: string };
  /** RSA-2048, private. */
  readonly signingKey: JsonWebKey;
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
