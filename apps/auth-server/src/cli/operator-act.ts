/** What the person at the command line does, for the audit. */
import type { Act } from "../administration/act.js";
import { operatorActor } from "./operator.js";

export const operatorAct = (): Act => ({ by: { actor: operatorActor() } });
