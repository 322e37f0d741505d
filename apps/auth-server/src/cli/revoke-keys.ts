/** regrant key rotate --emergency: what it ends and what it cannot end, said before it is done. */
import { checkActiveOpens, leakedKeys, revokeKeys } from "../keys/by-hand.js";
import { jwksMaxAgeSeconds, keyPollSeconds } from "../keys/life-cycle.js";
import type { Keys } from "../secrets.js";
import { countOpenSessions } from "../sessions/list.sql.js";
import { longestAccessTokenSeconds } from "../store/clients.js";
import type { Pool } from "../store/database.js";
import { listSigningKeys, type SigningKey } from "../store/signing-keys.js";
import { CommandError } from "./command-error.js";
import { confirm } from "./confirm.js";
import { operatorActor } from "./operator.js";
import { printFields, printJson } from "./output.js";

interface RevokeOptions {
  readonly all?: boolean;
  readonly yes?: true;
  readonly json?: true;
}

/** More are not counted: an emergency does not wait for a statement. */
const sessionsCounted = 100_000;

const verifiersSeconds = keyPollSeconds + jwksMaxAgeSeconds;

export async function revokeLeakedKeys(
  db: Pool,
  keys: Keys,
  accessTokenSeconds: number,
  { all = false, yes, json }: RevokeOptions,
): Promise<void> {
  const stored = await listSigningKeys(db);
  const leaked = leakedKeys(stored, all);
  if (leaked.length === 0) {
    throw new CommandError(
      all
        ? "there is no signing key; make the first one: regrant migrate"
        : "no key is active, so none has signed; --all replaces the staged and the retired ones",
    );
  }
  if (!all) checkActiveOpens(keys, stored);
  const lifeSeconds = Math.max(accessTokenSeconds, (await longestAccessTokenSeconds(db)) ?? 0);
  const sessions = await countOpenSessions(db, sessionsCounted);
  if (!json || !yes) explain(leaked, stored, keys, lifeSeconds, sessions);
  if (!yes && !(await confirm("Revoke now?"))) throw new CommandError("nothing was changed");

  const kids = leaked.map(({ kid }) => kid);
  const activated = await revokeKeys(db, keys, kids, all, new Date(), { actor: operatorActor() });
  if (activated === null)
    throw new CommandError("the keys have changed meanwhile; nothing was done, run it again");
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
  console.log("Revoked, and a fresh key signs.");
  printFields({ revoked: kids.join(" "), active: activated });
}

function explain(
  leaked: readonly SigningKey[],
  stored: readonly SigningKey[],
  keys: Keys,
  lifeSeconds: number,
  sessions: number,
): void {
  const kept = stored.filter((key) => !leaked.includes(key));
  const newEntry = !stored.some(({ secretName }) => secretName === keys[0].name);
  const lines = [
    "These keys go out of the key set at once:",
    ...leaked.map(({ kid, state }) => `  ${kid}  ${state}`),
    ...(kept.length > 0 ? ["These stay (--all takes them as well):"] : []),
    ...kept.map(({ kid, state }) => `  ${kid}  ${state}`),
    "",
    `Every access token that they signed ends. None would have lived longer than ${lifeSeconds} s more.`,
    `Sessions go on (open now: ${sessions < sessionsCounted ? sessions : `${sessions} or more`}): the next refresh brings a token of the fresh key.`,
    "",
    "A verifier goes on accepting whatever is signed with a leaked key, for any user and any scope, until it notices:",
    `  within ${keyPollSeconds} s: all servers publish the new key set. Tokens that one still signs with the old key end too.`,
    "  with the first token of the fresh key: Regrant's verifiers, and others that fetch unknown keys.",
    `  within ${verifiersSeconds} s: every verifier that keeps to the key set's max-age.`,
    "  after JWKS_STALE_SECONDS (24 h by default): a verifier that cannot reach the server. Restarting it does not help, reaching it does.",
    ...(newEntry
      ? [
          "",
          `The fresh key will be encrypted under "${keys[0].name}", as none is yet: every server has to have that entry in its SECRETS.`,
        ]
      : []),
  ];
  for (const line of lines) console.error(line);
}
