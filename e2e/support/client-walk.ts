/** The steps that every third-party client goes through, and its report. */
import type { Client } from "./registrations.js";
import type { Tokens } from "./token-endpoint.js";

export interface Setting {
  readonly issuer: string;
  /** A resource that requires an access token. */
  readonly api: string;
  readonly client: Client;
  readonly redirectUri: string;
}

/** Sends a user's browser there. @returns the address where it ends up, which begins with `until` */
export type Visit = (url: URL, until: string) => Promise<URL>;

/** A refusal as the client presents it: its error class, and the server's `error`. */
export interface Refusal {
  readonly kind: string;
  readonly error: string;
}

export interface Report {
  /** The access tokens of one session: from the code, then from three refreshes. */
  readonly session: readonly string[];
  /** The result of using that session's first refresh token again. */
  readonly reuse: Refusal;
  /** The result of a made-up access token at the API, if the client can call APIs. */
  readonly madeUp?: Refusal;
  /** A second session's access token, and the result of a refresh after its revocation. */
  readonly revoked?: { readonly accessToken: string; readonly refusal: Refusal };
  /** The introspection of that access token before and after the revocation. */
  readonly introspected?: readonly { readonly active: boolean }[];
  /** An access token from client credentials. */
  readonly service?: string;
}

export type Walk = (setting: Setting, visit: Visit) => Promise<Report>;

/** A library's operations; unsupported ones are absent. All reject with the library's own errors. */
export interface ForeignClient {
  /** The code flow with PKCE. */
  signIn(): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  callApi?(accessToken: string): Promise<unknown>;
  revoke?(refreshToken: string): Promise<unknown>;
  introspect?(accessToken: string): Promise<{ readonly active: boolean }>;
  clientCredentials?(): Promise<string>;
  /** @throws anything that is not a refusal */
  refusalIn(failure: unknown): Refusal;
}

/** The steps for a library that runs in this process. */
export const walkOf =
  (connect: (setting: Setting, visit: Visit) => ForeignClient | Promise<ForeignClient>): Walk =>
  async (setting, visit) => {
    const client = await connect(setting, visit);
    const isConfidential = setting.client.client_secret !== undefined;
    return {
      ...(await refreshThriceThenReuse(client)),
      ...(client.callApi && { madeUp: await refusalOf(client, client.callApi("made-up")) }),
      ...(client.revoke && (await revoke(client, isConfidential))),
      ...(isConfidential && client.clientCredentials && { service: await client.clientCredentials() }),
    };
  };

async function refreshThriceThenReuse(client: ForeignClient): Promise<Pick<Report, "session" | "reuse">> {
  const first = await client.signIn();
  const session = [first];
  for (let last = first; session.length < 4; session.push(last))
    last = await client.refresh(last.refreshToken);
  const reuse = await refusalOf(client, client.refresh(first.refreshToken));
  return { session: session.map(({ accessToken }) => accessToken), reuse };
}

async function revoke(client: ForeignClient, isConfidential: boolean): Promise<Partial<Report>> {
  const { accessToken, refreshToken } = await client.signIn();
  const introspect = isConfidential ? client.introspect : undefined;
  const before = await introspect?.(accessToken);
  await client.revoke?.(refreshToken);
  const refusal = await refusalOf(client, client.refresh(refreshToken));
  const after = await introspect?.(accessToken);
  return { revoked: { accessToken, refusal }, ...(before && after && { introspected: [before, after] }) };
}

async function refusalOf(client: ForeignClient, answer: Promise<unknown>): Promise<Refusal> {
  const failure = await answer.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure === null) throw new Error("it was not refused");
  return client.refusalIn(failure);
}
