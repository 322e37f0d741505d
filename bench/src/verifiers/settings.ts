/** What every API under test is told, the same to the letter. */
export interface ApiSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly scope: string;
  /** How many verified tokens are cached, by those who cache any. Null: as many as by default. */
  readonly cachedTokens: number | null;
}

/** Starts an API on loopback whose routes all answer with the notes. @returns the port */
export type StartApi = (settings: ApiSettings) => Promise<number>;

export const notes = [
  { id: 1, text: "A client signs in once." },
  { id: 2, text: "From then on a refresh token buys access tokens." },
];

/** Wide enough that the count alone is the bound. */
export const cacheBounds = ({ cachedTokens }: ApiSettings) =>
  cachedTokens === null ? undefined : { tokens: cachedTokens, bytes: 1024 ** 3 };
