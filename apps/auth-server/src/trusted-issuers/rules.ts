/**
 * Which workload is which client. Rules only ever allow, and add up; a token that fits none is nobody.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-3
 */
import type { Client } from "../clients/clients.sql.js";
import { jwtBearerGrantType } from "../clients/grant-types.js";

export interface Rule {
  readonly client_id: string;
  /** All have to fit: a claim's value exactly, or up to an asterisk at the end. */
  readonly claims: Readonly<Record<string, string>>;
  /** At most; default: what the client may have. */
  readonly resource?: string;
  readonly scope?: string;
}

export type Rules = Readonly<Record<string, Rule>>;
export type Claims = Readonly<Record<string, unknown>>;

/** The rules that a token fits, of this client if one is named. */
export const fittingRules = (rules: Rules, claims: Claims, clientId: string | null): readonly Rule[] =>
  Object.values(rules).filter(
    (rule) => (clientId === null || rule.client_id === clientId) && misfits(rule, claims).length === 0,
  );

/** The claims of the rule that the token does not fit. */
const misfits = (rule: Rule, claims: Claims): string[] =>
  Object.entries(rule.claims).flatMap(([name, pattern]) =>
    fits(Object.hasOwn(claims, name) ? claims[name] : undefined, pattern) ? [] : [name],
  );

/** No list fits: whether one or all of it should, only the issuer knows. */
function fits(value: unknown, pattern: string): boolean {
  if (!["string", "number", "boolean"].includes(typeof value)) return false;
  const text = String(value);
  return pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}

/**
 * The claims that keep the token from the rule that it comes closest to, to be told to whoever sent it; null where it fits no claim
 * of any rule. Anybody may have a token of a public issuer, so nothing of the rules is told but these names.
 */
export function nearestMisfit(
  rules: Rules,
  claims: Claims,
): { readonly rule: string; readonly claims: readonly string[] } | null {
  const [nearest] = Object.entries(rules)
    .map(([name, rule]) => ({
      rule: name,
      of: Object.keys(rule.claims).length,
      claims: misfits(rule, claims),
    }))
    .filter(({ of, claims }) => claims.length < of)
    .sort((one, other) => one.claims.length - other.claims.length);
  return nearest === undefined ? null : { rule: nearest.rule, claims: nearest.claims };
}

/**
 * Issuers that anybody can get a token of, and the claims that say whose it is. GitHub's job_workflow_ref does not: anybody's
 * repository may call a public workflow, with runners of its own, which then hold the token.
 */
const publicIssuers: Readonly<Record<string, readonly string[]>> = {
  "https://token.actions.githubusercontent.com": [
    "sub",
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
  ],
  "https://gitlab.com": ["sub", "project_path", "project_id", "namespace_path", "namespace_id"],
};

/** What a `sub` consists of, its repository's owner chooses: only one that begins with the repository or project says whose it is. */
const ownersSubject =
  /^(repo|repository|repository_id|repository_owner|repository_owner_id|project_path|project_id):/;

/** Why a rule would let strangers in; null if it does not. A name that only begins alike is another's. */
export function faultOfRule(issuer: string, { claims }: Rule): string | null {
  const owners = publicIssuers[issuer];
  if (owners === undefined) return null;
  const isOurs = (name: string, value: string) =>
    (!value.endsWith("*") || value.includes("/")) && (name !== "sub" || ownersSubject.test(value));
  if (owners.some((name) => claims[name] !== undefined && isOurs(name, claims[name]))) return null;
  return `anybody can get a token of ${issuer}, so a rule has to say whose: by ${owners.join(", ")}; exactly, or up to a slash at least`;
}

/** Why a rule lets nobody in, or into less than it says; null if it does not. @param client the one that it names */
export function faultOfClient(
  client: Client | null,
  { client_id: id, resource, scope }: Rule,
): string | null {
  if (client === null || client.origin !== "operator") return `no operator has registered the client ${id}`;
  if (!client.grantTypes.includes(jwtBearerGrantType))
    return `the client ${id} may not use this grant; to let it, name it with its other grants: regrant client update ${id} --grant ${jwtBearerGrantType}`;
  if (client.profile === "fapi2")
    return `the client ${id} has the profile fapi2, so it can authenticate by its own key only`;
  if (resource !== undefined && client.resources.every(({ uri }) => uri !== resource))
    return `the client ${id} may not request tokens for ${resource}`;
  const missing = scope?.split(" ").filter((token) => !client.scope.includes(token)) ?? [];
  return missing.length === 0 ? null : `the client ${id} may not have the scope ${missing.join(" ")}`;
}
