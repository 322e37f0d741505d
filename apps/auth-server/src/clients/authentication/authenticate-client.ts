/**
 * Client authentication, in one way per request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3
 */
import { OAuthError, type Reason } from "@regrant/shared";
import type { Form } from "../../http/form.js";
import { shown } from "../../http/shown-value.js";
import { isAnyClientId } from "../client-id.js";
import type { Client } from "../clients.sql.js";
import { type Authentication, type Credentials, challenge, refuseClient, type Spend } from "./method.js";
import { authenticationMethods } from "./methods.js";

const methods = Object.values(authenticationMethods);

export type FindClient = (clientId: string) => Promise<Client | null>;

export interface Authenticating extends Authentication {
  readonly findClient: FindClient;
  /** Called before a wrong secret or assertion of an existing client is refused. */
  readonly onWrongProof: (clientId: string, reason: Reason) => Promise<void>;
}

export interface Authenticated {
  readonly client: Client;
  readonly spend: Spend;
}

/**
 * Authenticate the client of a request, all but for `spend`. An Authorization header counts only where it is Basic: with any other
 * scheme it is not about the client, and the body says who asks.
 *
 * @throws {OAuthError} invalid_client, with WWW-Authenticate where the header was used (RFC 6749 §5.2);
 *   invalid_request where it authenticates in two ways; temporarily_unavailable where nobody can tell now
 */
export async function authenticateClient(
  form: Form,
  authorization: string | undefined,
  where: Authenticating,
): Promise<Authenticated> {
  const [presented, another] = methods.flatMap(({ read, isByHeader }) => {
    const readings = read(form, authorization);
    return readings === null ? [] : [{ readings, isByHeader }];
  });
  const bodyId = form.get("client_id");
  const isNamed = bodyId !== undefined || presented?.readings.some(({ clientId }) => clientId !== "");
  if (presented === undefined || !isNamed) throw nobody(authorization);
  const { readings, isByHeader } = presented;
  if (bodyId !== undefined && readings.every(({ clientId }) => clientId !== bodyId)) {
    const what = isByHeader ? "Authorization header" : "client_assertion";
    throw inTwoWays(`The ${what} is another client's than the client_id ${shown(bodyId)}`);
  }
  if (another !== undefined) {
    const ways = "by the Authorization header, by client_secret or by client_assertion";
    throw inTwoWays(`The client authenticates in more than one way, ${ways}`);
  }
  try {
    return await findProven(readings, where);
  } catch (error) {
    throw isRefusal(error) && isByHeader ? challenge(error) : error;
  }
}

/** No challenge: Basic is not what was tried, and a browser would ask its user for a name and password. */
function nobody(authorization: string | undefined): OAuthError {
  if (authorization === undefined)
    return refuseClient("client_missing", "The request does not say which client sends it.");
  const [, scheme] = /^([A-Za-z][A-Za-z0-9-]{0,20})(?: |$)/.exec(authorization) ?? [];
  const what = scheme === undefined ? "The Authorization header" : `An Authorization header with ${scheme}`;
  return refuseClient(
    "client_authentication_unsupported",
    `${what} does not say which client asks. An access token is no client credential: leave the header out, and send client_id in the body, or use Basic.`,
  );
}

const inTwoWays = (what: string): OAuthError =>
  new OAuthError("invalid_request", `${what}.`, { reason: "client_authentication_repeated" });

const isRefusal = (error: unknown): error is OAuthError =>
  error instanceof OAuthError && error.code === "invalid_client";

/** Accept the first reading that is a client with this secret; report on the first client found otherwise. */
async function findProven(readings: readonly Credentials[], where: Authenticating): Promise<Authenticated> {
  let refused: { readonly clientId: string; readonly error: OAuthError } | undefined;
  for (const reading of readings) {
    const { clientId } = reading;
    const client = isAnyClientId(clientId) ? await where.findClient(clientId) : null;
    if (client === null) continue;
    const outcome = await checkReading(client, reading, where);
    if (outcome instanceof OAuthError) {
      refused ??= { clientId, error: outcome };
      continue;
    }
    if (client.disabledAt !== null)
      throw refuseClient("client_disabled", `The client ${clientId} is disabled.`);
    return { client, spend: () => outcome().catch((error) => refuse(clientId, error, where)) };
  }
  if (refused !== undefined) return refuse(refused.clientId, refused.error, where);
  const [{ clientId } = { clientId: "" }] = readings;
  throw refuseClient("client_unknown", `No client has the client_id ${shown(clientId)}.`);
}

const checkReading = (client: Client, reading: Credentials, where: Authenticating) =>
  authenticationMethods[client.tokenEndpointAuthMethod]
    .check(client, reading, where)
    .catch((error: unknown) => {
      if (isRefusal(error)) return error;
      throw error;
    });

/** Mistakes of clients that do not know how they are registered; whoever guesses a secret does not make them. */
const wrongWays: readonly Reason[] = [
  "client_secret_missing",
  "client_secret_unexpected",
  "client_assertion_missing",
  "client_assertion_unexpected",
];

async function refuse(clientId: string, error: unknown, where: Authenticating): Promise<never> {
  if (isRefusal(error) && !wrongWays.includes(error.reason)) await where.onWrongProof(clientId, error.reason);
  throw error;
}
