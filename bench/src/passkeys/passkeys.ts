/** `--passkeys`: what a sign-in with a passkey costs the server, beside one with a password. */
import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from "node:crypto";
import { type Bench, say } from "../loads/bench.js";
import { readProcessCpu, readTreeCpu } from "../measure/cpu.js";
import { type Regrant, setUpRegrant, startRegrant } from "../subjects/regrant.js";

/** The clock of /proc ticks in hundredths of a second. */
const passkeySignIns = 1000;
const passwordSignIns = 50;
const warmUp = 200;
const mostMilliseconds = 5;

interface Passkey {
  readonly credentialId: Buffer;
  readonly userId: string;
  readonly key: KeyObject;
}

/** A page to sign in on, as a browser has it. */
interface LoginPage {
  readonly cookie: string;
  readonly formToken: string;
  readonly challenge: string;
}

/** In milliseconds for each sign-in. */
interface Cost {
  readonly count: number;
  readonly mainThread: number;
  /** The server and the process that hashes passwords. */
  readonly total: number;
}

/** @returns the report, as Markdown */
export async function measurePasskeys(bench: Bench): Promise<string> {
  const setUp = await setUpRegrant(bench.databaseUrl);
  const server = await startRegrant(setUp, { logFolder: bench.folder, settings: { MAX_SESSIONS: "50" } });
  const issuer = `http://localhost:${server.target.port}`;
  try {
    // First, since who has a passkey is asked for it after a password.
    const password = await costOf(server.pid, passwordSignIns, 5, issuer, (page) =>
      post(issuer, "/login", page, { username: setUp.user.email, password: setUp.user.password }),
    );
    const passkey = await insertPasskey(bench, setUp.user);
    const alone = await costOf(server.pid, passkeySignIns, warmUp, issuer, (page) =>
      post(issuer, "/login/passkey", page, { passkey: answer(passkey, page, issuer) }),
    );
    return format(alone, password);
  } finally {
    await server.stop();
  }
}

/** One after the other; the pages are fetched before. */
async function costOf(
  pid: number,
  count: number,
  before: number,
  issuer: string,
  signIn: (page: LoginPage) => Promise<void>,
): Promise<Cost> {
  for (let done = 0; done < before; done += 1) await signIn(await open(issuer));
  const pages: LoginPage[] = [];
  while (pages.length < count) pages.push(await open(issuer));
  const read = () => ({ main: readProcessCpu(pid)?.mainThread ?? 0, tree: readTreeCpu(pid) ?? 0 });
  const start = read();
  for (const page of pages) await signIn(page);
  const end = read();
  say(`  ${count} sign-ins`);
  const each = (seconds: number) => (seconds * 1000) / count;
  return { count, mainThread: each(end.main - start.main), total: each(end.tree - start.tree) };
}

async function open(issuer: string): Promise<LoginPage> {
  const response = await fetch(`${issuer}/login`);
  const body = await response.text();
  const found = (pattern: RegExp) => pattern.exec(body)?.[1] ?? "";
  return {
    cookie: response.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "",
    formToken: found(/name="form_token" value="([^"]+)"/),
    challenge: found(/&quot;challenge&quot;:&quot;([\w-]+)/),
  };
}

async function post(
  issuer: string,
  path: string,
  { cookie, formToken }: LoginPage,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const response = await fetch(issuer + path, {
    method: "POST",
    redirect: "manual",
    headers: { cookie },
    body: new URLSearchParams({ form_token: formToken, ...fields }),
  });
  await response.arrayBuffer();
  if (response.status !== 303) throw new Error(`${path} answered ${response.status}`);
}

async function insertPasskey({ db }: Bench, { email }: Regrant["user"]): Promise<Passkey> {
  const { privateKey: key, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const cose = Buffer.concat([
    Buffer.from("a5010203262001215820", "hex"),
    Buffer.from(x, "base64url"),
    Buffer.from("225820", "hex"),
    Buffer.from(y, "base64url"),
  ]);
  const credentialId = randomBytes(32);
  const { rows } = await db.query<{ user_id: string }>(
    `insert into passkeys (user_id, credential_id, public_key, sign_count, backup_eligible, backed_up, aaguid, name)
     select id, $2, $3, 0, true, true, gen_random_uuid(), 'bench' from users where email = $1 returning user_id`,
    [email, credentialId, cose],
  );
  return { credentialId, userId: rows[0]?.user_id ?? "", key };
}

/** What an authenticator with a synced passkey answers. */
function answer({ credentialId, userId, key }: Passkey, { challenge }: LoginPage, origin: string): string {
  const clientData = Buffer.from(JSON.stringify({ type: "webauthn.get", challenge, origin }));
  const authenticatorData = Buffer.concat([
    hash("sha256", "localhost", "buffer"),
    Buffer.from("1d00000000", "hex"),
  ]);
  const signed = Buffer.concat([authenticatorData, hash("sha256", clientData, "buffer")]);
  const id = credentialId.toString("base64url");
  return JSON.stringify({
    ...{ id, rawId: id, type: "public-key" },
    response: {
      clientDataJSON: clientData.toString("base64url"),
      authenticatorData: authenticatorData.toString("base64url"),
      signature: sign("sha256", signed, key).toString("base64url"),
      userHandle: Buffer.from(userId.replaceAll("-", ""), "hex").toString("base64url"),
    },
  });
}

function format(passkey: Cost, password: Cost): string {
  const line = (title: string, { count, mainThread, total }: Cost) =>
    `| ${title} | ${count} | ${mainThread.toFixed(2)} | ${total.toFixed(2)} |`;
  return `# A sign-in with a passkey

CPU of the server for the form that a login page sends, one after the other: its main thread, and all its threads with the process that
hashes passwords. The page itself is not counted.

| | sign-ins | main thread, ms | in all, ms |
| --- | ---: | ---: | ---: |
${line("passkey (ES256)", passkey)}
${line("password", password)}

At most ${mostMilliseconds} ms of main thread for a passkey: ${passkey.mainThread <= mostMilliseconds ? "reached" : "missed"}.
`;
}
