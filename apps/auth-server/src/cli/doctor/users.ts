/** The users: whether each address leads to one of them. */
import type { EmailKeys } from "../../administration/email-keys.js";
import { error, type Finding, ok, warning } from "./finding.js";

export function checkUsers({ collisions, pending }: EmailKeys): Finding[] {
  const findings = collisions.map(({ users }) =>
    error(
      "user_address",
      `${users.length} users have one and the same e-mail address, in different spellings: ${users.map(({ id, email }) => `${inAscii(email)} (${id})`).join(", ")}. Each can sign in only with the letters of its own, and people cannot tell them apart.`,
      "Give all but one another address, by id: regrant user update <id> --email …; then run regrant migrate.",
    ),
  );
  if (pending > 0) {
    findings.push(
      warning(
        "user_address",
        `Users whose address is found only as it was written, and not in other spellings of it: ${pending}.`,
        "Run: regrant migrate",
      ),
    );
  }
  return findings.length > 0 ? findings : [ok("user_address", "Each user's address is one user's alone.")];
}

/** With what the eye does not see or tell apart. */
const inAscii = (email: string): string =>
  email.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
