/** What a stack can be asked for. */

export type Env = Readonly<Record<string, string>>;

export type StackPart = "PostgreSQL" | "auth-server" | "resource-server";

export interface StackPorts {
  readonly authServer: number;
  readonly authServerManagement: number;
  readonly resourceServer: number;
  readonly resourceServerManagement: number;
  readonly postgres: number;
}

export interface StackOptions {
  /** The folder for everything that stays: `postgres/`, `secrets`, `jwks.json`, `logs/`. */
  readonly dataDir: string;
  /** Wanted ports; a taken one is replaced by a free one, and 0 (the default) is any free one. */
  readonly ports?: Partial<StackPorts>;
  /** As in `startPostgres`. */
  readonly durable?: boolean;
  readonly postgresSettings?: Env;
  /** How many authorization servers share the database; the first serves at the issuer's address. Default: 1. */
  readonly authServers?: number;
  readonly authServerEnv?: Env;
  readonly resourceServerEnv?: Env;
  /** Told before each step, in a few words. */
  readonly onProgress?: (step: string) => void;
  /** Receives each part's log, line by line. */
  readonly onLog?: (part: StackPart, line: string) => void;
  /** Stops the start, and whatever was started by then. */
  readonly abort?: AbortSignal;
}
