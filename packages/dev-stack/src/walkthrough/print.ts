/** What the walk-through looks like. */
import type { AccessTokenClaims, AccessTokenHeader } from "@regrant/shared";
import { formatDuration, type Terminal } from "../terminal.js";

type Server = "auth-server" | "resource-server";

const DETAIL_WIDTH = 66;

/** A step from the client to a server: what is sent. */
export function printRequest(terminal: Terminal, step: string, server: Server, request: string): void {
  const { bold, cyan, dim } = terminal.colours;
  const [method, path, ...rest] = request.split(" ");
  const what = `${bold(`${method} ${path}`)} ${rest.join(" ")}`;
  terminal.line(`  ${bold(cyan(step))}  ${dim("──▶")} ${server.padEnd(15)}  ${what}`);
}

/** A step back to the client: the status, what came with it, how long it took. */
export function printAnswer(
  terminal: Terminal,
  step: string,
  server: Server,
  answer: { status: number; detail: string; milliseconds: number },
): void {
  const { bold, cyan, dim, green, yellow } = terminal.colours;
  const status = (answer.status < 400 ? green : yellow)(bold(String(answer.status)));
  const duration = dim(formatDuration(answer.milliseconds).padStart(7));
  const detail = answer.detail.padEnd(DETAIL_WIDTH);
  terminal.line(`  ${bold(cyan(step))}  ${dim("◀──")} ${server.padEnd(15)}  ${status}  ${detail}${duration}`);
}

/** Enough of a token to tell it from another, too little to use it. */
export function shorten(token: string): string {
  return `${token.slice(0, 4)}…${token.slice(-8)}`;
}

/** The named ones of these parameters, what is long or secret shortened. */
export function shortenValues(parameters: URLSearchParams, names: readonly string[]): string {
  return names
    .flatMap((name) => {
      const value = parameters.get(name);
      if (value === null) return [];
      if (name === "password") return [`${name}=…`];
      return [`${name}=${["code", "code_challenge", "state"].includes(name) ? shorten(value) : value}`];
    })
    .join(" ");
}

interface Answer {
  readonly headers: Headers;
}

/** What `WWW-Authenticate` says (RFC 6750 §3), in short. */
export const challenge = (answer: Answer): string =>
  `${parameterOf(answer, "error")}: ${parameterOf(answer, "error_description")}`;

/** The page that explains the refusal is named after its reason. */
export const reasonOf = (answer: Answer): string => parameterOf(answer, "error_uri").split("/").at(-1) ?? "";

function parameterOf({ headers }: Answer, name: string): string {
  const header = headers.get("www-authenticate") ?? "";
  return header.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? "";
}

/** The parts of a JWT, for the eye only: nothing is verified here. */
export function decodeAccessToken(token: string): { header: AccessTokenHeader; claims: AccessTokenClaims } {
  const [header, claims] = token.split(".").map((part) => Buffer.from(part, "base64url").toString("utf8"));
  return { header: JSON.parse(header ?? ""), claims: JSON.parse(claims ?? "") };
}

export function printAccessToken(terminal: Terminal, token: string, userName: string): void {
  const { dim, magenta } = terminal.colours;
  const { header, claims } = decodeAccessToken(token);
  terminal.line();
  for (const [name, value] of [...Object.entries(header), ...Object.entries(claims)]) {
    if (name === "status") continue;
    const note = name === "sub" ? userName : explain(name, value, claims);
    terminal.line(`       ${magenta(name.padEnd(10))} ${format(value).padEnd(note ? 45 : 0)}${dim(note)}`);
  }
  if (claims.status !== undefined) {
    const { uri, idx } = claims.status.status_list;
    const note = dim("its bit there is set when the session has ended");
    terminal.line(
      `       ${magenta("status".padEnd(10))} ${`entry ${idx} of ${new URL(uri).pathname}`.padEnd(45)}${note}`,
    );
  }
  terminal.line();
}

function format(value: unknown): string {
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function explain(name: string, value: unknown, claims: AccessTokenClaims): string {
  switch (name) {
    case "alg":
      return "signed with a key that the API never has";
    case "kid":
      return "names its public key in the JWKS";
    case "iat":
    case "auth_time":
      return formatTime(Number(value));
    case "exp":
      return `${formatTime(Number(value))}, ${claims.exp - claims.iat} seconds after iat`;
    case "aud":
      return "the one API that it is for";
    case "sid":
      return "the session: the same after every refresh";
    default:
      return "";
  }
}

function formatTime(seconds: number): string {
  return new Date(seconds * 1_000).toLocaleTimeString("en-GB");
}
