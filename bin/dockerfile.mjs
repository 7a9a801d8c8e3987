/**
 * Reads the lines of a Dockerfile that say what becomes of files: FROM, WORKDIR, ENV, COPY, RUN, CMD. USER, EXPOSE and HEALTHCHECK
 * are about containers and are passed over. Anything else throws, so that a new kind of line is not overlooked.
 */
export function parseDockerfile(text) {
  const lines = text.replaceAll(/\\\r?\n/g, ' ').split('\n');
  const stages = [];
  for (const line of lines) {
    const [, word, rest] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (word === undefined) {
      if (line.trim() === '' || line.trim().startsWith('#')) continue;
      throw new Error(`This line of the Dockerfile is not understood: ${line}`);
    }
    if (word === 'FROM') {
      stages.push({ name: / AS (\S+)$/i.exec(rest)?.[1], steps: [], command: undefined });
      continue;
    }
    const stage = stages.at(-1);
    if (!stage) throw new Error(`A step before the first FROM: ${line}`);
    if (word === 'CMD') stage.command = JSON.parse(rest);
    else if (word === 'WORKDIR') stage.steps.push({ kind: 'workdir', path: rest });
    else if (word === 'RUN') stage.steps.push({ kind: 'run', command: rest });
    else if (word === 'ENV') {
      const pairs = rest.split(/\s+/).map((pair) => pair.split('='));
      if (pairs.some((pair) => pair.length !== 2)) throw new Error(`ENV is understood as NAME=value only: ${line}`);
      stage.steps.push({ kind: 'env', values: Object.fromEntries(pairs) });
    } else if (word === 'COPY') {
      const words = rest.split(/\s+/);
      const options = words.filter((one) => one.startsWith('--'));
      const paths = words.filter((one) => !one.startsWith('--'));
      const from = options.find((one) => one.startsWith('--from='))?.slice('--from='.length);
      if (paths.length < 2) throw new Error(`COPY needs a source and a target: ${line}`);
      stage.steps.push({ kind: 'copy', from, sources: paths.slice(0, -1), target: paths.at(-1) });
    } else if (!['USER', 'EXPOSE', 'HEALTHCHECK'].includes(word)) {
      throw new Error(`This kind of line of the Dockerfile is not understood: ${word}`);
    }
  }
  return stages;
}

/** The names at the top that .dockerignore lets through; only a list of exceptions to `*` is understood. */
export function parseDockerignore(text) {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines[0] !== '*' || !lines.slice(1).every((line) => /^![^/*]+$/.test(line))) {
    throw new Error('.dockerignore must be `*` and then names with `!`.');
  }
  return lines.slice(1).map((line) => line.slice(1));
}
