/** What the options of `regrant client create` mean, and where they contradict each other. */
import { randomBytes } from "node:crypto";
import { grantTypes } from "../grants/registry.js";
import { isClientId } from "../protocol/client-authentication.js";
import { faultOfRedirectUri } from "../protocol/redirect-uri.js";
import { hashSecret } from "../secrets.js";
import type { NewClient } from "../store/clients.js";
import { CommandError } from "./command-error.js";
import { checkScope } from "./resource.js";

export interface CreateClientOptions {
  name: string;
  id?: string;
  grant: string[];
  scope: string[];
  resource: string[];
  redirectUri: string[];
  refreshTokenDelivery: "body" | "cookie";
  allowedOrigin: string[];
  public?: true;
  firstParty?: true;
  accessTokenSeconds?: number;
  json?: true;
}

/** What the options mean. @throws {CommandError} where they contradict each other */
export function newClient(options: CreateClientOptions, secret: string | null): NewClient {
  const { name, id, grant, scope, resource } = options;
  const unknown = grant.find((type) => !grantTypes.includes(type));
  if (unknown !== undefined)
    throw refuse(`there is no grant "${unknown}"; there are: ${grantTypes.join(", ")}`);
  if (grant.length === 0) throw refuse(`say what it may do with --grant: ${grantTypes.join(", ")}`);
  if (grant.includes("password") && !options.firstParty) throw refuse("--grant password wants --first-party");
  if (grant.includes("client_credentials") && secret === null) {
    throw refuse("--grant client_credentials wants a secret, so it does not go with --public");
  }
  if (resource.length === 0) throw refuse("say which API its tokens are for with --resource <uri>");
  if (!/^\P{Cc}{1,200}$/u.test(name)) throw refuse("--name wants 1 to 200 characters, no control characters");
  if (id !== undefined && (!isClientId(id) || isUuid(id))) {
    throw refuse(
      "--id wants letters, digits, . _ ~ or -, 128 at the most, and not the form of a user's id (UUID)",
    );
  }
  checkScope(scope);
  checkBrowserOptions(options);
  return {
    clientId: id ?? clientIdFrom(name),
    name,
    secretHashes: secret === null ? [] : [hashSecret(secret)],
    grantTypes: [...new Set(grant)],
    scope: [...new Set(scope)],
    resources: [...new Set(resource)],
    redirectUris: [...new Set(options.redirectUri)],
    refreshTokenDelivery: options.refreshTokenDelivery,
    allowedOrigins: [...new Set(options.allowedOrigin)],
    firstParty: options.firstParty ?? false,
    accessTokenSeconds: options.accessTokenSeconds ?? null,
    sessionIdleSeconds: null,
    sessionAbsoluteSeconds: null,
    onAddressChange: null,
    refreshBurst: null,
    onRefreshBurst: null,
  };
}

/** A name that people recognise in a log, with 48 random bits behind it. */
function clientIdFrom(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return [...words, randomBytes(6).toString("hex")].join("-").slice(-64);
}

/** A client's id is the sub of its own tokens and must not look like a user's (RFC 9068 §5). */
const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);

function checkBrowserOptions({
  grant,
  redirectUri,
  refreshTokenDelivery,
  allowedOrigin,
}: CreateClientOptions): void {
  if (grant.includes("authorization_code") && redirectUri.length === 0) {
    throw refuse("--grant authorization_code wants --redirect-uri: where codes may be sent");
  }
  for (const uri of redirectUri) {
    const fault = faultOfRedirectUri(uri);
    if (fault !== null) throw refuse(`the redirect URI ${uri} ${fault}`);
  }
  const wrong = allowedOrigin.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (wrong !== undefined)
    throw refuse(`"${wrong}" is not an origin like https://app.example.com (no path, no slash at the end)`);
  if (refreshTokenDelivery === "cookie" && allowedOrigin.length === 0) {
    throw refuse("--refresh-token-delivery cookie wants --allowed-origin: where the browser app runs");
  }
}

const refuse = (message: string) => new CommandError(message, { exitCode: 2 });
