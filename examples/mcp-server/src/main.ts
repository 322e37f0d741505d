/** The server as a program of its own: `ISSUER=http://localhost:4000 PORT=4003 npm start`. */
import { serveMcp } from "./server.js";

const { ISSUER: issuer = "http://localhost:4000", PORT = "4003" } = process.env;
const { url, stop } = await serveMcp({ issuer, port: Number(PORT) });
console.log(`MCP server at ${url}`);
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => void stop());
