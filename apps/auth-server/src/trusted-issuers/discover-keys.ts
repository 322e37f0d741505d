/**
 * Where an issuer publishes its keys, by its discovery document. Read once, when an operator trusts the issuer: whoever can change the
 * document later must not be able to change whose keys this server trusts.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
import { parseUrl } from "@regrant/shared";
import { InvalidInput } from "../administration/faults.js";
import { FetchProblem } from "../guarded-fetch/fetch-problem.js";
import { fetchGuarded } from "../guarded-fetch/guarded-fetch.js";

const limits = {
  accept: "application/json",
  maxBytes: 262_144,
  totalMs: 4_000,
  allowLoopback: true,
  isTrusted: true,
} as const;

/** @throws {InvalidInput} if the issuer does not say */
export async function discoverKeys(issuer: string): Promise<string> {
  const url = parseUrl(issuer);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refuse(`${issuer} is not an https URL, so it has no discovery document`);
  const document = await read(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, url.host);
  if (document.issuer !== issuer)
    throw refuse(`the discovery document of ${issuer} names another issuer: write it exactly like that`);
  if (typeof document.jwks_uri === "string") return document.jwks_uri;
  throw refuse(`the discovery document of ${issuer} names no jwks_uri`);
}

async function read(address: string, host: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { body } = await fetchGuarded(address, limits);
    return Object(JSON.parse(body.toString()));
  } catch (error) {
    if (error instanceof FetchProblem) throw refuse(`${host} ${error.message}`);
    if (error instanceof SyntaxError) throw refuse(`${address} is not a JSON document`);
    throw error;
  }
}

const refuse = (message: string) =>
  new InvalidInput(
    [
      {
        pointer: "/issuer",
        message: (name) => `${message}; say where its keys are: ${name("jwks_uri")}, or ${name("jwks")}`,
      },
    ],
    "body_invalid",
    422,
  );
