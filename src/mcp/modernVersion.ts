/** The only revision since 2026. The SDK refuses others. */
export const MODERN_VERSION = '2026-07-28';
