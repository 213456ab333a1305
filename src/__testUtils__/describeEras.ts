import { connect, type ConnectOptions, ERAS, type Era } from './connect';

export interface EraSuite extends Era {
  /** Connects a client of this era and SDK. */
  connect(
    url: string,
    options?: Omit<ConnectOptions, keyof Era>,
  ): ReturnType<typeof connect>;
}

/** Runs one suite for every protocol era, with every SDK that speaks it. */
export function describeEras(
  suite: (era: EraSuite) => void,
  eras: Era[] = ERAS,
): void {
  describe.each(eras)('$era with the client of SDK $sdk', era => {
    // eslint-disable-next-line jest/valid-describe-callback -- the suite gets its era
    suite({
      ...era,
      connect: (url, options) => connect(url, { ...era, ...options }),
    });
  });
}
