/** Administration of trusted issuers; each act is one transaction with its audit event. */
import { isLoopbackHost, parseUrl } from "@regrant/shared";
import { type Static, Type } from "typebox";
import { type Act, changesBetween } from "../administration/act.js";
import { conflict, type Fault, InvalidInput, notThere, refuseFaults } from "../administration/faults.js";
import { closed, dateTime } from "../administration/schemas.js";
import { describeValues, initialValues, schemasOf, withChanges } from "../administration/settings.js";
import { faultOfKey } from "../assertions/public-keys.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { findClient } from "../clients/clients.sql.js";
import { brokenConstraint, inTransaction, type Pool, type Transaction } from "../database/database.js";
import { discoverKeys } from "./discover-keys.js";
import { faultOfClient, faultOfRule } from "./rules.js";
import { type TrustedIssuerSettings, trustedIssuerSettings } from "./settings.js";
import {
  deleteTrustedIssuerRow,
  findTrustedIssuer,
  insertTrustedIssuer,
  lockTrustedIssuer,
  setTrustedIssuerDisabled,
  type TrustedIssuer,
  updateTrustedIssuer,
} from "./trusted-issuers.sql.js";

/** What may change: another issuer, or another kind of assertions, is another trust. */
const { issuer: _issuer, kind: _kind, ...others } = trustedIssuerSettings;
export const changeableSettings = others;

const members = schemasOf(trustedIssuerSettings);
const changeable = schemasOf(changeableSettings);

export const trustedIssuerId = Type.String({
  pattern: "^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$",
  description: "1 to 32 lower-case letters, digits and hyphens",
});

export const NewTrustedIssuerBody = Type.Object(
  {
    id: trustedIssuerId,
    issuer: members.issuer,
    kind: Type.Optional(members.kind),
    ...Type.Partial(Type.Object(changeable)).properties,
  },
  closed,
);
export type NewTrustedIssuerBody = Static<typeof NewTrustedIssuerBody>;

export const TrustedIssuerChanges = Type.Partial(Type.Object(changeable), closed);
export type TrustedIssuerChanges = Static<typeof TrustedIssuerChanges>;

export const TrustedIssuerRepresentation = Type.Object(
  { id: trustedIssuerId, ...members, disabled: Type.Boolean(), created_at: dateTime },
  { $id: "TrustedIssuer" },
);

export const describeTrustedIssuer = (
  trusted: TrustedIssuer,
): Static<typeof TrustedIssuerRepresentation> => ({
  id: trusted.id,
  ...describeValues(trustedIssuerSettings, trusted),
  disabled: trusted.disabledAt !== null,
  created_at: trusted.createdAt.toISOString(),
});

/**
 * Trust an issuer. Where its keys are not said, its discovery document is asked for them.
 *
 * @param own this server's issuer
 * @throws {OAuthError} if the settings are wrong, or the id or issuer is taken
 */
export async function trustIssuer(
  db: Pool,
  own: string,
  sent: NewTrustedIssuerBody,
  { by }: Act,
): Promise<TrustedIssuer> {
  const { id } = sent;
  const said = withChanges(trustedIssuerSettings, initialValues(trustedIssuerSettings), sent);
  refuseFaults(faultsOf(said, own));
  const isSaid = said.jwksUri !== null || said.jwks !== null;
  const settings = isSaid ? said : { ...said, jwksUri: await discoverKeys(said.issuer) };
  refuseFaults(faultsOfKeys(settings));
  return inTransaction(db, async (tx) => {
    await checkRules(tx, settings);
    await insertTrustedIssuer(tx, { ...settings, id });
    const inserted = await readTrustedIssuer(tx, id);
    const detail = describeTrustedIssuer(inserted);
    await insertAuditEvent(tx, { ...by, event: "trusted_issuer.created", detail });
    return inserted;
  }).catch((cause: unknown) => {
    const broken = brokenConstraint(cause);
    if (broken !== "trusted_issuers_pkey" && broken !== "trusted_issuers_issuer_key") throw cause;
    const message =
      broken === "trusted_issuers_pkey"
        ? `the trusted issuer ${id} already exists; choose another id`
        : `the issuer ${said.issuer} is trusted already; see: regrant trust list`;
    throw conflict("already_registered", message, cause);
  });
}

/**
 * Change the settings that `changesTo` says. An address of keys replaces a key set, and the reverse.
 *
 * @throws {OAuthError} if there is none, or the settings would be wrong
 */
export const changeTrustedIssuer = (
  db: Pool,
  own: string,
  id: string,
  changesTo: TrustedIssuerChanges | ((trusted: TrustedIssuer) => TrustedIssuerChanges),
  act: Act,
): Promise<TrustedIssuer> =>
  withTrustedIssuer(db, id, act, async (tx, trusted) => {
    const sent = typeof changesTo === "function" ? changesTo(trusted) : changesTo;
    const next = {
      ...withChanges(trustedIssuerSettings, trusted, sent),
      ...(sent.jwks && sent.jwks_uri === undefined && { jwksUri: null }),
      ...(sent.jwks_uri && sent.jwks === undefined && { jwks: null }),
    };
    refuseFaults([...faultsOf(next, own), ...faultsOfKeys(next)]);
    await checkRules(tx, next);
    await updateTrustedIssuer(tx, next);
    const changes = changesBetween(describeTrustedIssuer(trusted), describeTrustedIssuer(next));
    if (changes.changed.length > 0) {
      const detail = { trusted_issuer: id, ...changes };
      await insertAuditEvent(tx, { ...act.by, event: "trusted_issuer.updated", detail });
    }
    return next;
  });

export const disableTrustedIssuer = (db: Pool, id: string, act: Act): Promise<TrustedIssuer> =>
  setDisabled(db, id, true, act);

export const enableTrustedIssuer = (db: Pool, id: string, act: Act): Promise<TrustedIssuer> =>
  setDisabled(db, id, false, act);

export const deleteTrustedIssuer = (db: Pool, id: string, act: Act): Promise<TrustedIssuer> =>
  withTrustedIssuer(db, id, act, async (tx, trusted) => {
    await deleteTrustedIssuerRow(tx, id);
    const detail = describeTrustedIssuer(trusted);
    await insertAuditEvent(tx, { ...act.by, event: "trusted_issuer.deleted", detail });
    return trusted;
  });

const setDisabled = (db: Pool, id: string, disabled: boolean, act: Act): Promise<TrustedIssuer> =>
  withTrustedIssuer(db, id, act, async (tx, trusted) => {
    if ((trusted.disabledAt !== null) === disabled) return trusted;
    await setTrustedIssuerDisabled(tx, id, disabled);
    const event = disabled ? "trusted_issuer.disabled" : "trusted_issuer.enabled";
    await insertAuditEvent(tx, { ...act.by, event, detail: { trusted_issuer: id } });
    return readTrustedIssuer(tx, id);
  });

const withTrustedIssuer = <T>(
  db: Pool,
  id: string,
  { check }: Act,
  work: (tx: Transaction, trusted: TrustedIssuer) => Promise<T>,
): Promise<T> =>
  inTransaction(db, async (tx) => {
    const trusted = await lockTrustedIssuer(tx, id);
    if (trusted === null) throw notThere(`trusted issuer ${id}`);
    check?.(describeTrustedIssuer(trusted));
    return work(tx, trusted);
  });

/** @throws {OAuthError} if there is none */
export async function readTrustedIssuer(db: Pool | Transaction, id: string): Promise<TrustedIssuer> {
  const trusted = await findTrustedIssuer(db, id);
  if (trusted === null) throw notThere(`trusted issuer ${id}`);
  return trusted;
}

function faultsOf(settings: TrustedIssuerSettings, own: string): Fault[] {
  const { issuer, kind, audience, trustEmail, trustMfa, rules } = settings;
  const isOfKind = (of: TrustedIssuerSettings["kind"], isSet: boolean, name: string): Fault[] =>
    kind === of || !isSet ? [] : [{ pointer: `/${name}`, message: `is for the kind ${of} only` }];
  return [
    ...(issuer === own
      ? [{ pointer: "/issuer", message: "is this server itself; only other issuers can be trusted" }]
      : []),
    // The audience of an ID-JAG is the issuer, exactly.
    ...isOfKind("workload", audience !== null, "audience"),
    ...isOfKind("workload", Object.keys(rules).length > 0, "rules"),
    ...isOfKind("id-jag", trustEmail, "trust_email"),
    ...isOfKind("id-jag", trustMfa, "trust_mfa"),
    ...Object.entries(rules).flatMap(([name, rule]): Fault[] => {
      const fault = faultOfRule(issuer, rule);
      return fault === null ? [] : [{ pointer: `/rules/${name}`, message: fault }];
    }),
  ];
}

function faultsOfKeys({ jwksUri, jwks }: TrustedIssuerSettings): Fault[] {
  if (jwksUri !== null && jwks !== null)
    return [{ pointer: "/jwks", message: (name) => `conflicts with ${name("jwks_uri")}: choose one` }];
  if (jwksUri === null && jwks === null)
    return [{ pointer: "/jwks_uri", message: "is missing: nothing else says where its keys are" }];
  if (jwks !== null)
    return jwks.keys.flatMap((key, index) => {
      const fault = faultOfKey(key);
      return fault === null ? [] : [{ pointer: `/jwks/keys/${index}`, message: fault }];
    });
  const url = parseUrl(jwksUri ?? "");
  const isSafe =
    url !== null && (url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname)));
  if (isSafe && url.username === "" && url.password === "" && url.hash === "") return [];
  return [{ pointer: "/jwks_uri", message: `${jwksUri} is not an https URL (http: only on this machine)` }];
}

/** @throws {InvalidInput} 422 if a rule does not match what is registered */
async function checkRules(tx: Transaction, { rules }: TrustedIssuerSettings): Promise<void> {
  const faults: Fault[] = [];
  for (const [name, rule] of Object.entries(rules)) {
    const message = faultOfClient(await findClient(tx, rule.client_id), rule);
    if (message !== null) faults.push({ pointer: `/rules/${name}`, message });
  }
  if (faults.length > 0) throw new InvalidInput(faults, "body_invalid", 422);
}
