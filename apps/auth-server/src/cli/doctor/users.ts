/** Checks that each email address belongs to one user. */
import type { EmailKeys } from "../../users/email-keys.js";
import { error, type Finding, ok, warning } from "./finding.js";

export function checkUsers({ collisions, pending }: EmailKeys): Finding[] {
  const findings = collisions.map(({ users }) =>
    error(
      "user_address",
      `${users.length} users share an email address in different spellings: ${users.map(({ id, email }) => `${inAscii(email)} (${id})`).join(", ")}. Each can sign in only with the exact spelling.`,
      "Change the address of all but one: regrant user update <id> --email …; then run regrant migrate.",
    ),
  );
  if (pending > 0) {
    findings.push(
      warning(
        "user_address",
        `Users who can sign in only with the exact spelling of their email address: ${pending}.`,
        "Run: regrant migrate",
      ),
    );
  }
  return findings.length > 0 ? findings : [ok("user_address", "Every email address belongs to one user.")];
}

/** Escapes characters that look alike or are invisible. */
const inAscii = (email: string): string =>
  email.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
