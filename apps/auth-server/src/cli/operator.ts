/** Who runs the command, for the audit. */
import { userInfo } from "node:os";
import type { Act } from "../administration/act.js";

/** `operator:<login name>`; the user's number if the system has no name for it, as in many containers. */
export function operatorActor(): string {
  try {
    return `operator:${userInfo().username}`;
  } catch {
    return `operator:${process.getuid?.() ?? "unknown"}`;
  }
}

/** An act of the operator at the command line. */
export const operatorAct = (): Act => ({ by: { actor: operatorActor() } });
