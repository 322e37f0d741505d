import administration from "./administration.mjs";
import asvs from "./asvs.mjs";
import endpoints from "./endpoints.mjs";
import fapi2 from "./fapi-2.mjs";
import faults from "./faults.mjs";
import idJag from "./id-jag.mjs";
import keys from "./keys.mjs";
import mcp from "./mcp.mjs";
import oauth21 from "./oauth-2.1.mjs";
import backChannelLogout from "./openid-back-channel-logout.mjs";
import openidCore from "./openid-core.mjs";
import openidDiscovery from "./openid-discovery.mjs";
import rpInitiatedLogout from "./openid-rp-initiated-logout.mjs";
import rfc6749 from "./rfc6749.mjs";
import rfc6750 from "./rfc6750.mjs";
import rfc7009 from "./rfc7009.mjs";
import rfc7523 from "./rfc7523.mjs";
import rfc7591 from "./rfc7591.mjs";
import rfc7592 from "./rfc7592.mjs";
import rfc7636 from "./rfc7636.mjs";
import rfc7662 from "./rfc7662.mjs";
import rfc8252 from "./rfc8252.mjs";
import rfc8414 from "./rfc8414.mjs";
import rfc8628 from "./rfc8628.mjs";
import rfc8693 from "./rfc8693.mjs";
import rfc8707 from "./rfc8707.mjs";
import rfc9068 from "./rfc9068.mjs";
import rfc9126 from "./rfc9126.mjs";
import rfc9207 from "./rfc9207.mjs";
import rfc9449 from "./rfc9449.mjs";
import rfc9700 from "./rfc9700.mjs";
import rfc9728 from "./rfc9728.mjs";
import { withRepeated } from "./same-as.mjs";
import sessions from "./sessions.mjs";
import signIn from "./sign-in.mjs";
import surroundings from "./surroundings.mjs";
import tokenStatusList from "./token-status-list.mjs";
import verification from "./verification.mjs";

/** What Regrant promises itself. */
export const contracts = [
  sessions,
  keys,
  endpoints,
  signIn,
  administration,
  faults,
  verification,
  surroundings,
];

/** What the standards ask for, in the order of their numbers. */
export const standards = withRepeated([
  rfc6749,
  rfc6750,
  rfc7009,
  rfc7523,
  rfc7591,
  rfc7592,
  rfc7636,
  rfc7662,
  rfc8252,
  rfc8414,
  rfc8628,
  rfc8693,
  rfc8707,
  rfc9068,
  rfc9126,
  rfc9207,
  rfc9449,
  rfc9700,
  rfc9728,
  tokenStatusList,
  idJag,
  oauth21,
  openidCore,
  openidDiscovery,
  rpInitiatedLogout,
  backChannelLogout,
  fapi2,
  mcp,
  asvs,
]);
