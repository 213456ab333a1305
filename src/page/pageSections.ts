import type { PageConfig } from '../config/types';
import type { ConnectOption } from './clients';
import { html, type Html } from './html';

/** A server as others see it. */
export interface PageServer {
  readonly name: string;
  readonly description?: string;
  readonly url: string;
}

export function connectSection(options: readonly ConnectOption[]): Html {
  return section('connect', 'Connect', [
    html`<ul class="buttons">
      ${options.map(option =>
        option.kind === 'link'
          ? html`<li>
              <a class="button" href="${option.href}"
                >Add to ${option.client}</a
              >
            </li>`
          : html``,
      )}
    </ul>`,
    ...options.map(option =>
      option.kind === 'command'
        ? toCopy(option.client, option.command)
        : html``,
    ),
    ...options.map(option =>
      option.kind === 'steps'
        ? html`<details>
            <summary>${option.client}</summary>
            <ol>
              ${option.steps.map(step => html`<li>${step}</li>`)}
            </ol>
          </details>`
        : html``,
    ),
    html`<details>
      <summary>Any other client</summary>
      <p>
        Add a remote MCP server with the address above and the transport
        Streamable HTTP.
      </p>
    </details>`,
  ]);
}

export function toolsSection(): Html {
  return section('tools', 'Your tools', [
    html`<noscript><p>This part needs JavaScript.</p></noscript>`,
    html`<p id="tools-intro" hidden>
      Sign in to see the tools that you have here, and to try those that change
      nothing.
    </p>`,
    html`<p class="buttons" id="tools-buttons" hidden>
      <button type="button" id="see-tools">See my tools</button>
    </p>`,
    html`<p id="tools-status" role="status"></p>`,
    html`<div id="tools-list"></div>`,
  ]);
}

export function othersSection(
  servers: readonly PageServer[],
): Html | undefined {
  return servers.length === 0
    ? undefined
    : section('others', 'Other servers here', [
        html`<ul>
          ${servers.map(
            ({ name, description, url }) =>
              html`<li>
                <a href="${url}">${name}</a>${
                  description ? html`: ${description}` : undefined
                }
              </li>`,
          )}
        </ul>`,
      ]);
}

export function helpSection(links: PageConfig['links']): Html | undefined {
  return links.length === 0
    ? undefined
    : section('help', 'Help', [
        html`<ul>
          ${links.map(
            ({ title, url }) => html`<li><a href="${url}">${title}</a></li>`,
          )}
        </ul>`,
      ]);
}

export function section(
  id: string,
  title: string,
  parts: readonly Html[],
): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${parts}
  </section>`;
}

export function paragraph(text: string): Html {
  return html`<p>${text}</p>`;
}

/** The script shows the button. A scrolling text can have the focus (WCAG 2.1.1). */
export function toCopy(label: string, text: string): Html {
  return html`<div class="copy">
    <h3>${label}</h3>
    <button type="button" data-copy hidden aria-label="Copy: ${label}">
      Copy
    </button>
    <pre tabindex="0" role="region" aria-label="${label}">${text}</pre>
  </div>`;
}
