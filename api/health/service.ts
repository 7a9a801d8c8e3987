/** Whether this process can do its work. */
export interface Health {
  /** Null when it can; else in a few words why not. Never throws. */
  unready(): Promise<string | null>;
}
