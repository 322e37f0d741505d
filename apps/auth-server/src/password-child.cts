/**
 * The process that hashes passwords (password-process.ts starts it), at a low priority: whatever else the machine has to do
 * comes first. CommonJS, since loading a module would start the threads that hash, before the priority that they inherit is set.
 */
import os = require("node:os");

os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);

import argon2 = require("@node-rs/argon2");

interface Question {
  readonly id: number;
  readonly password: string;
  /** What to compare it with; absent where it is to be hashed. */
  readonly passwordHash?: string;
}

// A terminal and systemd signal all processes of a service. The server finishes what it has; this one ends with it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
process.on("disconnect", () => process.exit());
process.on("message", ({ id, password, passwordHash }: Question) => {
  const answer = passwordHash === undefined ? argon2.hash(password) : argon2.verify(passwordHash, password);
  answer.then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, problem: String(error) }),
  );
});
