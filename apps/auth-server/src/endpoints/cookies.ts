/** Cookies as they came, where it matters that one can come twice. */
import type { FastifyRequest } from "fastify";

/**
 * Every value of a cookie, in the order in which they came. Around it only what separates cookies is passed over: a browser
 * does not protect `__Host-` behind another kind of blank, such as U+00A0, so such a name is anybody's and not this one.
 */
export const cookiesOf = ({ headers }: Pick<FastifyRequest, "headers">, name: string): string[] =>
  (headers.cookie ?? "")
    .split(";")
    .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ""))
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
