/** Who acts, and from where. */

/** As far as the network and the process tell. */
export interface Actor {
  /** `operator:<login name>`, `client:<client_id>` or `user:<id>` where somebody acts on others; else whom the event names. */
  readonly actor?: string;
  readonly address?: string;
  readonly userAgent?: string | null;
  /** The answer's `x-request-id`. */
  readonly requestId?: string;
}

/** Who sends a request, as far as the network tells. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string | null;
  readonly requestId: string;
}

/** The origin of a token request. */
export interface LocatedOrigin extends Origin {
  /** Two capitals; null where it is not known. */
  readonly country: string | null;
}
