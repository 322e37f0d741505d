/** The example on the command line: the client that it is. */
const clientId = "notes-cli";
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

/** For the repository's folder. */
export const cliExampleCommand = "node examples/cli/dist/main.js";

/** Runs a `regrant` command with `--json`. */
type Regrant = <T>(args: readonly string[]) => Promise<T>;

/** Registers it, if it is not yet, as a client of this API. */
export async function registerCliExample(resource: string, regrant: Regrant): Promise<void> {
  const { clients } = await regrant<{ clients: { client_id: string; resources: string[] }[] }>([
    "client",
    "list",
  ]);
  const client = clients.find(({ client_id }) => client_id === clientId);
  if (client === undefined) {
    await regrant([
      ...["client", "create", "--id", clientId, "--name", "Notes on the command line", "--public"],
      ...["--grant", deviceGrant, "--grant", "refresh_token", "--resource", resource],
      ...["openid", "email", "notes:read", "notes:write"].flatMap((scope) => ["--scope", scope]),
    ]);
  } else if (!client.resources.includes(resource)) {
    await regrant(["client", "update", clientId, "--resource", resource]);
  }
}
