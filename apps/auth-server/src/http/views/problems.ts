/** What went wrong with a form, for the person who sent it. */
import type { OAuthError } from "@regrant/shared";
import type { Texts } from "./texts/en.js";

export function problemInWords({ reason, headers }: OAuthError, texts: Texts): string {
  const seconds = Number(headers["retry-after"]);
  if (reason === "too_many_sign_ins") return texts.tooManyAttempts(seconds);
  const problems: Readonly<Record<string, string>> = texts.problems;
  return (Object.hasOwn(problems, reason) ? problems[reason] : undefined) ?? texts.otherProblem;
}
