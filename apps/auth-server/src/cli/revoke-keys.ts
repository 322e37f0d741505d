/** regrant key rotate --emergency: explains what it ends and what it cannot end, then does it. */

import type { SigningAlgorithm } from "@regrant/shared";
import { longestAccessTokenSeconds } from "../clients/clients.sql.js";
import type { Pool } from "../database/database.js";
import { checkActiveOpens, leakedKeys, revokeKeys } from "../keys/by-hand.js";
import { jwksMaxAgeSeconds, keyPollSeconds } from "../keys/life-cycle.js";
import { listSigningKeys, type SigningKey } from "../keys/signing-keys.sql.js";
import type { Secrets } from "../secrets.js";
import { countOpenSessions } from "../sessions/list.sql.js";
import { CommandError } from "./command-error.js";
import { confirm } from "./confirm.js";
import { operatorActor } from "./operator.js";
import { printFields, printJson } from "./output.js";

interface RevokeOptions {
  readonly alg?: SigningAlgorithm;
  readonly all?: boolean;
  readonly yes?: true;
  readonly json?: true;
}

/** The count stops here: an emergency does not wait for it. */
const sessionsCounted = 100_000;

const verifiersSeconds = keyPollSeconds + jwksMaxAgeSeconds;

export async function revokeLeakedKeys(
  db: Pool,
  secrets: Secrets,
  accessTokenSeconds: number,
  { alg, all = false, yes, json }: RevokeOptions,
): Promise<void> {
  const stored = await listSigningKeys(db);
  const leak = { all, alg: alg ?? null };
  const leaked = leakedKeys(stored, leak);
  if (leaked.length === 0) {
    throw new CommandError(
      all
        ? `there is no ${alg ?? "signing"} key; to create the first: regrant migrate`
        : `no ${alg === undefined ? "" : `${alg} `}key is active; --all replaces the staged and retired ones`,
    );
  }
  if (!all) checkActiveOpens(secrets, stored);
  const lifeSeconds = Math.max(accessTokenSeconds, (await longestAccessTokenSeconds(db)) ?? 0);
  const sessions = await countOpenSessions(db, sessionsCounted);
  if (!json || !yes) explain(leaked, stored, secrets, lifeSeconds, sessions);
  if (!yes && !(await confirm("Revoke now?"))) throw new CommandError("nothing was changed");

  const kids = leaked.map(({ kid }) => kid);
  const activated = await revokeKeys(db, secrets, leaked, leak, new Date(), { actor: operatorActor() });
  if (activated === null)
    throw new CommandError("the keys changed in the meantime; nothing was done, run the command again");
  if (json) {
    return printJson({
      revoked: kids,
      activated,
      open_sessions: sessions,
      longest_access_token_seconds: lifeSeconds,
      replicas_seconds: keyPollSeconds,
      verifiers_seconds: verifiersSeconds,
    });
  }
  console.log("Revoked. New keys sign from now on.");
  printFields({ revoked: kids.join(" "), active: activated.join(" ") });
}

const lineOf = ({ kid, alg, state }: SigningKey): string => `  ${kid}  ${alg}  ${state}`;

function explain(
  leaked: readonly SigningKey[],
  stored: readonly SigningKey[],
  secrets: Secrets,
  lifeSeconds: number,
  sessions: number,
): void {
  const kept = stored.filter((key) => !leaked.includes(key));
  const newEntry = !stored.some(({ secretName }) => secretName === secrets[0].name);
  const lines = [
    "These keys leave the key set at once:",
    ...leaked.map(lineOf),
    ...(kept.length > 0 ? ["These stay (--all revokes them as well):"] : []),
    ...kept.map(lineOf),
    "",
    `Every access token they signed becomes invalid. None would have lasted more than another ${lifeSeconds} s.`,
    `Sessions stay open (now: ${sessions < sessionsCounted ? sessions : `${sessions} or more`}): the next refresh returns a token signed with a new key.`,
    "",
    "A verifier accepts anything signed with a leaked key, for any user and scope, until it learns of the new key set:",
    `  within ${keyPollSeconds} s: all servers publish the new key set. Tokens they sign with the old key until then become invalid too.`,
    "  on the first token signed with a new key: Regrant's verifiers, and others that fetch unknown keys.",
    `  within ${verifiersSeconds} s: every verifier that honours the key set's max-age.`,
    "  after JWKS_STALE_SECONDS (24 h by default): a verifier that cannot reach the server. Restarting it does not help; restoring its connection does.",
    ...(newEntry
      ? [
          "",
          `The new keys will be the first encrypted under "${secrets[0].name}": every server must have that entry in its SECRETS.`,
        ]
      : []),
  ];
  for (const line of lines) console.error(line);
}
