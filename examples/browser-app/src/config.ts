/** What the server that serves this app tells it: nothing of it is built in. */

export interface Config {
  readonly issuer: string;
  readonly clientId: string;
  /** The API's address. */
  readonly resource: string;
}

/** @throws Error where the settings are not there */
export async function loadConfig(): Promise<Config> {
  const answer = await fetch("/config.json");
  if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
  return answer.json();
}
