/** The app's settings. They come from the server that serves it; none are built in. */

export interface Config {
  readonly issuer: string;
  readonly clientId: string;
  /** The API's address. */
  readonly resource: string;
  /** Binds the tokens to a key. Default: false. */
  readonly dpop?: boolean;
}

/** @throws Error if the settings cannot be loaded */
export async function loadConfig(): Promise<Config> {
  const answer = await fetch("/config.json");
  if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
  return answer.json();
}
