import { htmlDocument } from './htmlDocument';
import type { PageFile } from './pageFiles';
import { othersSection, type PageServer, paragraph } from './pageSections';
import { safeHtml } from './safeHtml';

export interface NoticeOptions {
  title: string;
  /** What the visitor can do. */
  advice: string;
  servers: readonly PageServer[];
  style: PageFile;
}

/** A page that explains why there is no page of a server. */
export function renderNotice(options: NoticeOptions): string {
  const { title, advice, servers, style } = options;
  const body = safeHtml`<main>
<h1>${title}</h1>
${paragraph(advice)}
${othersSection('Servers here', servers)}
</main>`;
  return htmlDocument({ title, style, body });
}
