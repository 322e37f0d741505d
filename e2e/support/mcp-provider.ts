/** What an MCP agent keeps between requests, in the shape that both versions of the SDK want it. */
import type { OAuthClientProvider } from "@modelcontextprotocol/client";

/** Who the agent is to the authorization server: the ways of registration differ in nothing else. */
export type Identity = Pick<
  OAuthClientProvider,
  "clientInformation" | "clientMetadataUrl" | "saveClientInformation"
>;

interface Kept {
  readonly access_token: string;
  readonly token_type: string;
  readonly refresh_token?: string | undefined;
  readonly scope?: string | undefined;
}

export interface McpProvider {
  readonly redirectUrl: string;
  readonly clientMetadata: { redirect_uris: string[]; client_name: string; grant_types: string[] };
  readonly clientInformation: Identity["clientInformation"];
  tokens(): Kept | undefined;
  saveTokens(tokens: Kept): void;
  redirectToAuthorization(url: URL): void;
  saveCodeVerifier(verifier: string): void;
  codeVerifier(): string;
  /** Every address to which the SDK sent the person, in their order. */
  readonly sentTo: readonly URL[];
  /** Every token answer, in their order. */
  readonly answers: readonly Kept[];
  /** As if the access token had expired. */
  spoilAccessToken(): void;
  forgetRefreshToken(): void;
  /** Where the SDK has found the authorization server: the code goes to no other. */
  saveDiscoveryState(state: unknown): void;
  discoveryState(): never;
}

export function openProvider(options: {
  readonly identity: Identity;
  readonly redirectUri: string;
  readonly resource?: string;
}): McpProvider {
  const { identity, redirectUri, resource } = options;
  const sentTo: URL[] = [];
  const answers: Kept[] = [];
  let tokens: Kept | undefined;
  let codeVerifier = "";
  let discovered: unknown;
  return {
    ...identity,
    ...(resource !== undefined && { validateResourceURL: () => Promise.resolve(new URL(resource)) }),
    redirectUrl: redirectUri,
    clientMetadata: {
      redirect_uris: [redirectUri],
      client_name: "Agent of the tests",
      grant_types: ["authorization_code", "refresh_token"],
    },
    tokens: () => tokens,
    saveTokens(given) {
      tokens = given;
      answers.push(given);
    },
    redirectToAuthorization: (url) => void sentTo.push(url),
    saveCodeVerifier: (verifier) => {
      codeVerifier = verifier;
    },
    codeVerifier: () => codeVerifier,
    sentTo,
    answers,
    spoilAccessToken() {
      if (tokens) tokens = { ...tokens, access_token: "made-up" };
    },
    forgetRefreshToken() {
      if (tokens) tokens = { ...tokens, refresh_token: undefined };
    },
    saveDiscoveryState: (state) => {
      discovered = state;
    },
    discoveryState: () => discovered as never,
  };
}
