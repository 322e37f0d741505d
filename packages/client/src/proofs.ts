/** What goes along with a token to prove whose it is: nothing (Bearer, RFC 6750), or a proof of a key (DPoP, RFC 9449). */

/** oauth4webapi's, without its types: CommonJS cannot import those. */
export interface ProofOptions {
  readonly DPoP?: { calculateThumbprint(): Promise<string> };
}

export interface Proofs {
  /** What `token_type` an answer must have. */
  readonly tokenType: "bearer" | "dpop";
  /** The thumbprint of the key, which is made if there is none (`dpop_jkt`, RFC 9449 §10). */
  thumbprint(): Promise<string | undefined>;
  /** Another tab has signed in, perhaps with another key. */
  forget(): void;
  /**
   * Sends a request, and again if its proof was not the one that the server wants. `beforeRepeat` may throw.
   *
   * @throws TypeError if there is no place for a key, and whatever the request throws
   */
  send<T>(request: (options: ProofOptions) => Promise<T>, beforeRepeat?: () => void): Promise<T>;
}

/** For whoever holds the token. */
export const noProofs: Proofs = {
  tokenType: "bearer",
  thumbprint: async () => undefined,
  forget: () => undefined,
  send: (request) => request({}),
};
