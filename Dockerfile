# The image of Cauce: one image for every role. `.ci/run` carries out these same lines without Docker (bin/image-steps.mjs
# reads them from here), so keep to COPY, RUN, ENV and WORKDIR with paths inside the image's folder.

FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build
RUN npm prune --omit=dev --no-audit --no-fund
RUN mkdir data

FROM node:20-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build --chown=node:node /app/data ./data
COPY package.json LICENSE ./
COPY bin ./bin
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "bin/health.mjs"]
CMD ["node", "dist/api/main.js"]
