/** A real PostgreSQL and both servers, for development, tests and the bench. */
export { type Postgres, type PostgresOptions, startPostgres } from "./postgres/start.js";
export { startThrowAwayPostgres } from "./postgres/throw-away.js";
