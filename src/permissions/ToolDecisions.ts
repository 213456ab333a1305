import type { PermissionsService } from '@backstage/backend-plugin-api';
import { LRUCache } from 'lru-cache';
import type { Viewer } from '../tools/types';
import { mcpToolUsePermission as permission } from './mcpToolUsePermission';
import {
  type ApplyDecision,
  type ToolDecision,
  toToolDecision,
} from './toToolDecision';
import { toUndecidedError } from './toUndecidedError';

/** As many principals as have a list. */
const MAX_PRINCIPALS = 10_000;
/** A limit for all conditions together, as JSON. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** A permission backend responds in milliseconds, or hangs. */
const DECISION_TIMEOUT_MS = 10_000;

interface Remembered {
  readonly decision: ToolDecision;
  readonly askedAt: number;
}

export interface ToolDecisionsOptions {
  permissions: Pick<PermissionsService, 'authorizeConditional'>;
  apply: ApplyDecision;
  /** How long lists may reuse a decision. With 0, no decision is reused. */
  ttlMs: number;
  /** How long a tool may run, which also limits this wait. 0 means no limit. */
  callTimeoutMs: number;
}

/**
 * Asks the permission policy which tools a principal may use. Sends one request
 * for any number of tools: conditions are applied here, and tools are never
 * sent.
 */
export class ToolDecisions {
  readonly #options: ToolDecisionsOptions;
  readonly #timeoutMs: number;
  /** By view key. */
  readonly #remembered = new LRUCache<string, Remembered>({
    max: MAX_PRINCIPALS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: ({ decision }) => decision.key.length,
  });
  /** By view key. A principal's lists share one pending request. */
  readonly #asked = new Map<string, Promise<ToolDecision>>();
  /** The decision for a message, so that it is requested only once. */
  readonly #ofMessage = new WeakMap<Viewer, ToolDecision>();

  static create(options: ToolDecisionsOptions): ToolDecisions {
    return new ToolDecisions(options);
  }

  private constructor(options: ToolDecisionsOptions) {
    this.#options = options;
    this.#timeoutMs = Math.min(
      DECISION_TIMEOUT_MS,
      options.callTimeoutMs || DECISION_TIMEOUT_MS,
    );
  }

  /**
   * Requests a new decision, for a call.
   *
   * @throws when there is no decision in time.
   */
  async decide(viewer: Viewer): Promise<ToolDecision> {
    const askedAt = Date.now();
    const decision = await this.#ask(viewer);
    this.#ofMessage.set(viewer, decision);
    this.#remember(viewer, { decision, askedAt });
    return decision;
  }

  /**
   * Returns a decision that is recent enough for a list.
   *
   * @throws when there is no decision in time.
   */
  async recent(viewer: Viewer): Promise<ToolDecision> {
    const known = this.#ofMessage.get(viewer) ?? this.#known(viewer);
    if (known || this.#options.ttlMs === 0) {
      return known ?? this.decide(viewer);
    }
    const { viewKey } = viewer;
    const asked = this.#asked.get(viewKey);
    if (asked) {
      return asked;
    }
    const asks = this.decide(viewer).finally(() => this.#asked.delete(viewKey));
    this.#asked.set(viewKey, asks);
    return asks;
  }

  /** Clears the remembered decisions, after a configuration change. */
  clear(): void {
    this.#remembered.clear();
  }

  #known({ viewKey }: Viewer): ToolDecision | undefined {
    const known = this.#remembered.get(viewKey);
    return known && Date.now() - known.askedAt < this.#options.ttlMs
      ? known.decision
      : undefined;
  }

  #remember({ viewKey }: Viewer, asked: Remembered): void {
    const known = this.#remembered.get(viewKey);
    const isNewer = !known || known.askedAt <= asked.askedAt;
    if (isNewer && this.#options.ttlMs > 0) {
      this.#remembered.set(viewKey, asked);
    }
  }

  async #ask({ credentials }: Viewer): Promise<ToolDecision> {
    const { permissions, apply } = this.#options;
    try {
      const [decision] = await this.#inTime(
        permissions.authorizeConditional([{ permission }], { credentials }),
      );
      return toToolDecision(decision, apply);
    } catch (cause) {
      throw toUndecidedError(cause);
    }
  }

  async #inTime<T>(asked: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<never>((_, reject) => {
      const seconds = this.#timeoutMs / 1000;
      timer = setTimeout(
        () => reject(new Error(`No decision within ${seconds} s`)),
        this.#timeoutMs,
      );
    });
    try {
      return await Promise.race([asked, expired]);
    } finally {
      clearTimeout(timer);
    }
  }
}
