/** Who runs the command, for the audit. */
import { userInfo } from "node:os";
/** `operator:<login name>`; the user's number if the system has no name for it, as in many containers. */
export function operatorActor() {
    try {
        return `operator:${userInfo().username}`;
    }
    catch {
        return `operator:${process.getuid?.() ?? "unknown"}`;
    }
}
/** An act of the operator at the command line. */
export const operatorAct = () => ({ by: { actor: operatorActor() } });
//# sourceMappingURL=operator.js.map