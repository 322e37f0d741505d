/** Attributes an act to the operator at the command line, for the audit. */
import type { Act } from "../administration/act.js";
import { operatorActor } from "./operator.js";

export const operatorAct = (): Act => ({ by: { actor: operatorActor() } });
