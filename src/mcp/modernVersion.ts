/** The one revision since 2026 that there is; the SDK refuses others. */
export const MODERN_VERSION = '2026-07-28';
