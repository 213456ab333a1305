import type { LoggerService } from '@backstage/backend-plugin-api';
import type { OAuthConfig, SignInWay } from '../config/types';
import type { AuthorizationServerMetadata } from './AuthorizationServerMetadata';
import { explainClosedSignIn } from './explainClosedSignIn';
import { signInWaysOf } from './signInWaysOf';

export interface SignInWaysOptions {
  oauth: OAuthConfig;
  metadata: Pick<AuthorizationServerMetadata, 'get'>;
  logger: LoggerService;
}

/** The last document of the auth backend. Has no ways when there was none. */
interface Reading {
  readonly ways?: readonly SignInWay[];
}

/**
 * The ways to sign in that are open according to the auth backend's own
 * document: it may not support what is configured. When no way is open, logs
 * what to configure, once until that changes.
 */
export class SignInWays {
  readonly #options: SignInWaysOptions;
  #last?: Reading;
  #warning?: string;

  static create(options: SignInWaysOptions): SignInWays {
    return new SignInWays(options);
  }

  private constructor(options: SignInWaysOptions) {
    this.#options = options;
  }

  /** Returns undefined while the auth backend does not return its document. */
  async read(): Promise<readonly SignInWay[] | undefined> {
    const { oauth } = this.#options;
    if (!oauth.enabled || oauth.authorizationServers.length > 0) {
      return oauth.configuredWays;
    }
    const last = await this.#readDocument();
    this.#last = last;
    return last.ways;
  }

  /**
   * Like `read`, but waits for the auth backend only the first time. Later
   * calls return the last result and refresh it in the background.
   */
  async latest(): Promise<readonly SignInWay[] | undefined> {
    const reading = this.read();
    return this.#last ? this.#last.ways : reading;
  }

  async #readDocument(): Promise<Reading> {
    const { metadata, oauth } = this.#options;
    const found = await metadata.get();
    if (found.status !== 200) {
      return { ways: this.#last?.ways };
    }
    const ways = signInWaysOf(found.document, oauth);
    this.#warn(
      ways.length === 0
        ? explainClosedSignIn(found.document, oauth)
        : undefined,
    );
    return { ways };
  }

  #warn(warning: string | undefined): void {
    if (warning && warning !== this.#warning) {
      this.#options.logger.warn(warning);
    }
    this.#warning = warning;
  }
}
