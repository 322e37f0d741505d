/** A directory that gets a file per mail, for development and tests. */
import { access, constants, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTransport } from "nodemailer";
import { compose } from "./compose.js";
/**
 * `<time>-<id>.eml` is the mail, and the `.json` beside it what programs want to know of it: to, subject, text, link. The
 * latter comes last, under its name only once it is complete.
 */
export function openDirectory(url, issuer) {
    const directory = fileURLToPath(url);
    const transport = createTransport({ streamTransport: true, buffer: true, newline: "unix" });
    return {
        async send(message) {
            const name = `${message.date.toISOString().replace(/[-:]/g, "")}-${message.id}`;
            const { to, subject, text, link } = message;
            try {
                await mkdir(directory, { recursive: true, mode: 0o700 });
                const { message: eml } = await transport.sendMail(compose(message, issuer));
                await put(join(directory, `${name}.eml`), eml);
                await put(join(directory, `${name}.json`), `${JSON.stringify({ to, subject, text, link })}\n`);
                return null;
            }
            catch (error) {
                return problemOf(error);
            }
        },
        verify: () => mkdir(directory, { recursive: true, mode: 0o700 })
            .then(() => access(directory, constants.W_OK))
            .then(() => null, problemOf),
        close: () => transport.close(),
    };
}
function problemOf(error) {
    const code = error instanceof Error && "code" in error ? error.code : "unknown";
    const isAddress = code === "EENVELOPE";
    const problem = isAddress ? "refused the recipient" : `cannot write the file (${code})`;
    return { problem, onlyThisMail: isAddress, isPermanent: isAddress };
}
/** The links in it are secret. */
async function put(path, content) {
    await writeFile(`${path}.part`, content, { mode: 0o600 });
    await rename(`${path}.part`, path);
}
//# sourceMappingURL=directory.js.map