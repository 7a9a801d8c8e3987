/** A refusal in MongoDB's terms: the number and name of its error code, and what the client is told. */
export class StoreError extends Error {
  readonly code: number;
  readonly codeName: string;
  /** Further fields of the reply, such as `keyPattern` and `keyValue` of a duplicate key. */
  readonly extra: object | undefined;

  constructor(code: number, codeName: string, message: string, extra?: object) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
    this.codeName = codeName;
    this.extra = extra;
  }
}
