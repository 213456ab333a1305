import type { PageConfig } from '../config/types';
import type { ConnectOption } from './clients';
import { safeHtml, type Html } from './safeHtml';

/** A server, as another server's page lists it. */
export interface PageServer {
  readonly name: string;
  readonly description?: string;
  readonly url: string;
}

export function connectSection(options: readonly ConnectOption[]): Html {
  const links = options.map(option =>
    option.kind === 'link'
      ? safeHtml`<li><a class="button" href="${option.href}">Add to ${option.client}</a></li>`
      : safeHtml``,
  );
  const commands = options.map(option =>
    option.kind === 'command'
      ? toCopy(option.client, option.command)
      : safeHtml``,
  );
  const dialogs = options.map(option =>
    option.kind === 'steps'
      ? toDetails(option.client, toList('ol', option.steps.map(toText)))
      : safeHtml``,
  );
  const others = toText(
    'Add a remote MCP server with the address above and the transport Streamable HTTP.',
  );
  return section('connect', 'Connect', [
    safeHtml`<ul class="buttons">${links}</ul>`,
    ...commands,
    ...dialogs,
    toDetails('Any other client', safeHtml`<p>${others}</p>`),
  ]);
}

export function toolsSection(): Html {
  return section('tools', 'Your tools', [
    safeHtml`<p id="tools-status" role="status">This part needs JavaScript.</p>`,
    safeHtml`<p class="buttons" id="tools-buttons" hidden><button type="button" id="see-tools">See my tools</button></p>`,
    safeHtml`<div id="tools-list"></div>`,
  ]);
}

export function othersSection(
  title: string,
  servers: readonly PageServer[],
): Html | undefined {
  const items = servers.map(
    ({ name, description, url }) =>
      safeHtml`<a href="${url}">${name}</a>${description ? `: ${description}` : undefined}`,
  );
  return items.length > 0
    ? section('others', title, [toList('ul', items)])
    : undefined;
}

export function helpSection(links: PageConfig['links']): Html | undefined {
  const items = links.map(
    ({ title, url }) => safeHtml`<a href="${url}">${title}</a>`,
  );
  return items.length > 0
    ? section('help', 'Help', [toList('ul', items)])
    : undefined;
}

export function section(
  id: string,
  title: string,
  parts: readonly Html[],
): Html {
  return safeHtml`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${parts}
</section>`;
}

export function paragraph(text: string): Html {
  return safeHtml`<p>${text}</p>
`;
}

/**
 * The script shows the button. A text that scrolls can be focused (WCAG 2.1.1).
 */
export function toCopy(label: string, text: string): Html {
  return safeHtml`<div class="copy"><p class="label">${label}</p><button type="button" data-copy hidden aria-label="Copy: ${label}">Copy</button><pre tabindex="0" role="group" aria-label="${label}">${text}</pre></div>
`;
}

function toDetails(summary: string, body: Html): Html {
  return safeHtml`<details><summary>${summary}</summary>${body}</details>
`;
}

function toList(tag: 'ol' | 'ul', items: readonly Html[]): Html {
  const list = items.map(item => safeHtml`<li>${item}</li>`);
  return tag === 'ol' ? safeHtml`<ol>${list}</ol>` : safeHtml`<ul>${list}</ul>`;
}

function toText(text: string): Html {
  return safeHtml`${text}`;
}
