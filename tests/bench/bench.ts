/** What a bench is told on the command line. */
export type BenchOptions = {
  /** A rough answer in less than a minute; what it cannot judge it leaves undecided. */
  quick: boolean;
  /** Also what takes long to prepare: a million contacts. */
  large: boolean;
  /** Says what is going on, for people; never on the last line. */
  say: (line: string) => void;
};

export type Goal = {
  name: string;
  figure: number;
  /** In words, with its unit. */
  goal: string;
  /** Null when the runs differ too much to tell. */
  met: boolean | null;
};

export type BenchResult = { bench: string; figures: Record<string, number>; goals: Goal[] };

/** A bench measures the program, or a part of it, and states its goals. Rejects when it could not measure. */
export type Bench = { name: string; run(options: BenchOptions): Promise<BenchResult> };

/** To so many places behind the point: more would be noise. */
export const rounded = (value: number, places = 2): number => Number(value.toFixed(places));

export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Of an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** Met only when every repeat is, missed only when none is: in between nobody can tell. */
export const metByAll = (figures: readonly number[], isMet: (figure: number) => boolean): boolean | null => {
  const met = figures.filter(isMet).length;
  return figures.length > 0 && met === figures.length ? true : met === 0 ? false : null;
};

export function reportOf({ bench, figures, goals }: BenchResult): string {
  const names = [...Object.keys(figures), ...goals.map((goal) => goal.name)];
  const width = Math.max(...names.map((name) => name.length));
  const word = { true: 'met', false: 'MISSED', null: 'undecided' };
  return [
    `bench ${bench}`,
    ...Object.entries(figures).map(([name, figure]) => `  ${name.padEnd(width)}  ${figure}`),
    'goals',
    ...goals.map(
      ({ name, figure, goal, met }) =>
        `  ${name.padEnd(width)}  ${String(figure).padEnd(10)}  goal ${goal}: ${word[`${met}`]}`,
    ),
  ].join('\n');
}
