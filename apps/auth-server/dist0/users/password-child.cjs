"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/**
 * Hashes passwords in a process that password-process.ts starts, at a low priority, so that everything else comes
 * first. CommonJS, because loading a module would start the hashing threads before the priority they inherit is set.
 */
const os = require("node:os");
os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
const argon2 = require("@node-rs/argon2");
// A terminal and systemd signal every process of a service. The server finishes its work, and this one ends with it.
for (const signal of ["SIGINT", "SIGTERM"])
    process.on(signal, () => undefined);
process.on("disconnect", () => process.exit());
process.on("message", ({ id, password, passwordHash }) => {
    const answer = passwordHash === undefined ? argon2.hash(password) : argon2.verify(passwordHash, password);
    answer.then((result) => process.send?.({ id, result }), (error) => process.send?.({ id, problem: String(error) }));
});
//# sourceMappingURL=password-child.cjs.map