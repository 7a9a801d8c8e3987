import type { WorkspaceRepository } from '../store/workspaces.ts';

export type About = {
  /** The demo workspace is here. */
  demo: boolean;
  /** Nobody has set this installation up yet. */
  needsSetup: boolean;
  /** How to sign in to the demo; what is in it is public. */
  demoSignIn?: { email: string; password: string };
  version: string;
};

export type AboutServiceDeps = {
  demo: boolean;
  demoSignIn?: { email: string; password: string };
  version?: string;
  workspaces: Pick<WorkspaceRepository, 'ids'>;
};

/** What a stranger may know, so that the sign-in page can say where they are. */
export class AboutService {
  readonly #deps: AboutServiceDeps;
  /** Once there is a workspace it is never asked again. */
  #isSetUp = false;

  constructor(deps: AboutServiceDeps) {
    this.#deps = deps;
  }

  async read(): Promise<About> {
    const { demo, demoSignIn, version = '0', workspaces } = this.#deps;
    this.#isSetUp ||= demo || (await workspaces.ids()).length > 0;
    return { demo, needsSetup: !this.#isSetUp, ...(demo && demoSignIn && { demoSignIn }), version };
  }
}
