/** A person who lets a device in, with the plainest of browsers. */
import { visit } from "@regrant/dev-stack";
import type { User } from "./registrations.js";

/** Follows the link that a device shows, signs in and decides. @returns the page after that */
export async function decideOnDevice(
  link: URL,
  user: User,
  decision: "allow" | "deny" = "allow",
): Promise<string> {
  const cookies = new Map<string, string>();
  const until = new URL("/device", link).href;
  const { address } = await visit(link, user, until, { cookies });
  const { address: action, answer } = await visit(address, user, until, { cookies });
  answer.set("decision", decision);
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const response = await fetch(action, { method: "POST", body: answer, headers: { cookie } });
  if (!response.ok) throw new Error(`${action} answered ${response.status}`);
  return response.text();
}
