import type { PageFile } from './pageFiles';
import { safeHtml, trusted, type HtmlValue } from './safeHtml';

export interface HtmlDocumentOptions {
  title: string;
  style: PageFile;
  body: HtmlValue;
}

/** A complete document that loads nothing else. */
export function htmlDocument(options: HtmlDocumentOptions): string {
  const { title, style, body } = options;
  const page = safeHtml`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(style.text)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return page.markup;
}
