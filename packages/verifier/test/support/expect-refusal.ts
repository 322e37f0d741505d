/** Refusals are told apart by their reason, so that is what tests compare. */
import { OAuthError } from "@regrant/shared";

/** The reason why this throws or rejects; "admitted" where it does not. */
export async function reasonOf(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof OAuthError) return error.reason;
    throw error;
  }
  return "admitted";
}
