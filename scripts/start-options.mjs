/** What can be asked of `npm start`. Plain Node.js: it is read before anything is installed. */
import { parseArgs } from "node:util";

export const help = `npm start                     install and build what has changed, start everything, walk through the loop, keep serving
npm start -- --port <port>    the authorization server at this port, the API, the apps and the MCP server at the next four
npm start -- --reset          forget users, clients, keys and logs of this folder first: everything below .data/
npm start -- --help           this text

The usual ports are 4000 to 4004; where one is taken, the next free hundred: 4100 to 4104. The choice is kept for the next
run, so that issuer and registrations stay valid. Health, metrics and PostgreSQL follow at <port> + 10, + 11
and + 1433, or at any free port.`;

const [lowest, highest] = [1024, 64_000];

/** @throws Error in one sentence where an argument is not understood */
export function readStartOptions(args, env = process.env) {
  const { values, positionals } = parse(args);
  if (values.help) return { help: true };
  const [first] = positionals;
  // Of `npm start --port 5000 --reset` npm takes the options for itself, and passes 5000 on.
  const kept = ["port", "reset"].find((name) => env[`npm_config_${name}`] === "true");
  if (kept !== undefined) {
    const whole = [`--${kept}`, ...(kept === "port" ? [first ?? "<port>"] : [])].join(" ");
    throw new Error(`npm takes --${kept} for itself; write two hyphens in front: npm start -- ${whole}`);
  }
  if (first !== undefined) throw new Error(`npm start does not understand "${first}".`);
  return { port: readPort(values.port), reset: values.reset ?? false };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        port: { type: "string", short: "p" },
        reset: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
      const [option] = /'[^']+'/.exec(error.message) ?? ["that"];
      throw new Error(`npm start has no option ${option.replaceAll("'", "")}.`);
    }
    throw new Error(error.message);
  }
}

function readPort(text) {
  if (text === undefined) return null;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= lowest && port <= highest) return port;
  throw new Error(`--port is "${text}"; it must be a whole number from ${lowest} to ${highest}.`);
}
