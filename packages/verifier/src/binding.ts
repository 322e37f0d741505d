/** Tokens bound to a key (RFC 9449 §6, §7): good only with a proof of that key, and only as what they are. */
import { parseUrl } from "@regrant/shared";
import type { AccessToken } from "./claims.js";
import { createNonces, createProofCheck } from "./dpop.js";
import { refuseProof, refuseToken } from "./refuse.js";
import { under } from "./under.js";

export interface DpopOptions {
  /** Refuse tokens that are bound to no key. Default: false. */
  readonly required?: boolean | undefined;
  /**
   * What clients put before the path that arrives here: an origin, and the path that a proxy takes away. Default: the origin of
   * `audience`.
   */
  readonly url?: string | undefined;
  /** Ask for nonces (RFC 9449 §9), made with this: 32 random characters or more, the same for all replicas. Default: none. */
  readonly nonceSecret?: string | undefined;
}

/** What a request with `Authorization: DPoP` brings beside its token. */
export interface PresentedProof {
  /** The DPoP header or headers, as they came. */
  readonly header: string | readonly string[] | undefined;
  readonly method: string;
  /** The request's target, as it arrived: its path, and maybe its query. */
  readonly target: string;
  /** The same object for all checks of one request, which spend its proof once. */
  readonly request?: object | undefined;
}

/** Whether tokens bound to a key are accepted, or none but those; null: they cannot be, as this API's own URL is not known. */
export type DpopSupport = "possible" | "required" | null;

export interface BindingCheck {
  /** What metadata and challenges offer. */
  readonly support: DpopSupport;
  /**
   * @param proof undefined: the token came as a bearer token
   * @throws OAuthError 401 `invalid_token` or `invalid_dpop_proof`; or `use_dpop_nonce`, with a DPoP-Nonce header
   */
  check(token: AccessToken, text: string, proof: PresentedProof | undefined): void;
}

const leastSecretCharacters = 32;

/** @throws TypeError where an option is wrong */
export function createBindingCheck(audience: string, dpop: DpopOptions = {}, now = Date.now): BindingCheck {
  const { required = false, url, nonceSecret } = dpop;
  const base = url === undefined ? originOf(audience) : checkUrl(url);
  if (required && base === null)
    throw new TypeError("dpop.url is required, because audience is not an http(s) URL");
  if (nonceSecret !== undefined && nonceSecret.length < leastSecretCharacters)
    throw new TypeError(`dpop.nonceSecret must have at least ${leastSecretCharacters} characters`);
  const proofs = createProofCheck({ now });
  const nonces = nonceSecret === undefined ? () => [] : createNonces({ secret: nonceSecret, now });
  /** The token that each request has proven. */
  const proven = new WeakMap<object, string>();

  function prove(jkt: string, text: string, { header, method, target, request }: PresentedProof): void {
    if (request && proven.get(request) === text) return;
    if (header === undefined)
      throw refuseProof("dpop_proof_missing", "the request has no DPoP header, but a token bound to a key", {
        status: 401,
      });
    if (base === null)
      throw refuseProof(
        "dpop_proof_htu",
        "htu: this API does not know its own URL, so no proof can be for it",
        { status: 401 },
      );
    const expected = { method, url: base + pathOf(target), accessToken: text, jkt, nonces: nonces() };
    proofs.check(header, expected);
    if (request) proven.set(request, text);
  }

  return {
    support: base === null ? null : required ? "required" : "possible",
    check({ claims: { cnf } }, text, proof) {
      if (cnf === undefined) {
        if (proof === undefined && !required) return;
        throw refuseToken("token_not_bound", "the access token is bound to no key");
      }
      if (proof === undefined)
        throw refuseToken("token_bound", "the access token is bound to a key: send it as DPoP, with a proof");
      prove(cnf.jkt, text, proof);
    },
  };
}

function originOf(audience: string): string | null {
  const url = parseUrl(audience);
  return url === null || !/^https?:$/.test(url.protocol) ? null : url.origin;
}

function checkUrl(value: string): string {
  if (originOf(value) === null || /[?#]/.test(value))
    throw new TypeError(`dpop.url must be an http(s) URL without query and fragment, not ${value}`);
  return under(value, "");
}

/** Not parsed, as a target that begins with two slashes would name a host; but proxies are sent whole URLs (RFC 9112 §3.2.2). */
function pathOf(target: string): string {
  const [path = ""] = target.split("?", 1);
  return path.startsWith("/") ? path : (parseUrl(path)?.pathname ?? "/");
}
