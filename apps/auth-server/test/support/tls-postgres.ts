/** A PostgreSQL with TLS and a socket, set up as by a hoster or a Linux distribution. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startThrowAwayPostgres } from "@regrant/dev-stack";
import { describe } from "vitest";
import { cleanUp } from "./clean-up.js";
import { asOperator } from "./databases.js";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
if (!hasOpenssl) console.warn("  No openssl here: the tests of TLS are skipped.");

export function describeWithOpenssl(what: string, tests: () => void): void {
  describe.skipIf(!hasOpenssl)(what, tests);
}

/** For this name and 127.0.0.1, written to these files. */
export function selfSignedCertificate(name: string, key: string, certificate: string): void {
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
      ...["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name},IP:127.0.0.1`],
      ...["-keyout", key, "-out", certificate],
    ],
    { stdio: "ignore" },
  );
}

export interface TlsPostgres {
  /** By TCP without TLS, as superuser `regrant`. */
  readonly url: string;
  readonly port: number;
  readonly password: string;
  readonly socketFolder: string;
  /** For sslrootcert: the server's self-signed certificate, for this name and 127.0.0.1. */
  readonly certificate: string;
  /** Replace the server's certificate with another self-signed one. @returns its file */
  replaceCertificate(name: string): Promise<string>;
}

/** Every role but `regrant` needs TLS: `tls_only`, with the same password. */
export async function tlsPostgres(): Promise<TlsPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "regrant-tls-"));
  cleanUp(async () => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o777);
  const { POSTGRES_PROGRAMS: programs } = process.env;
  const postgres = await startThrowAwayPostgres({
    ...(programs ? { programs } : {}),
    settings: { unix_socket_directories: folder, listen_addresses: "127.0.0.1,::1" },
  });
  cleanUp(() => postgres.stop());
  const { url, port, dataDir } = postgres;
  const { password } = new URL(url);
  const { uid, gid } = statSync(dataDir);
  const give = (path: string, mode: number) => {
    chownSync(path, uid, gid);
    chmodSync(path, mode);
  };
  let made = 0;
  const replaceCertificate = async (name: string) => {
    made += 1;
    const [key, certificate] = [join(folder, `${made}.key`), join(folder, `${made}.pem`)];
    selfSignedCertificate(name, key, certificate);
    for (const [from, to] of [
      [key, "server.key"],
      [certificate, "server.crt"],
    ] as const) {
      copyFileSync(from, join(dataDir, to));
      give(join(dataDir, to), 0o600);
    }
    await asOperator("select pg_reload_conf()", url);
    return certificate;
  };
  const certificate = await replaceCertificate("localhost");
  writeFileSync(
    join(dataDir, "pg_hba.conf"),
    "local all all scram-sha-256\nhostssl all all all scram-sha-256\nhost all regrant all scram-sha-256\n",
  );
  await asOperator(`create role tls_only login superuser password '${password}'`, url);
  await asOperator("alter system set ssl = on", url);
  await asOperator("select pg_reload_conf()", url);
  return { url, port, password, socketFolder: folder, certificate, replaceCertificate };
}
