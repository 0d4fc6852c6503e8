# The service, compiled, without what only builds and tests it.
FROM node:20-bookworm-slim AS build
WORKDIR /subrosa
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /subrosa
COPY --from=build /subrosa/package.json ./
COPY --from=build /subrosa/node_modules node_modules
COPY --from=build /subrosa/dist dist
COPY --from=build /subrosa/views views
USER node
EXPOSE 3000
CMD ["node", "--max-semi-space-size=64", "--no-parallel-scavenge", "dist/server/main.js"]
