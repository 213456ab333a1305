import type { PageConfig } from '../config/types';
import type { ConnectOption } from './clients';
import { htmlDocument } from './htmlDocument';
import { safeHtml, type Html, trusted } from './safeHtml';
import type { PageFiles } from './pageFiles';
import {
  connectSection,
  helpSection,
  othersSection,
  type PageServer,
  paragraph,
  section,
  toCopy,
  toolsSection,
} from './pageSections';

/** The data that the script needs. */
export interface PageData {
  readonly url: string;
  /** How the page signs visitors in. Absent if it may not. */
  readonly signIn?: {
    readonly clientId: string;
    readonly authUrl: string;
    readonly infoUrl: string;
  };
}

export interface PageFacts extends PageFiles {
  readonly server: PageServer;
  /** The name of the portal. */
  readonly portal: string;
  readonly isReadOnly: boolean;
  readonly connect: readonly ConnectOption[];
  readonly signIn: readonly string[];
  readonly otherServers: readonly PageServer[];
  readonly inspector: string;
  readonly catalogEntity: string;
  readonly links: PageConfig['links'];
  readonly data: PageData;
}

/**
 * Renders the whole page. It loads nothing else. Without its script, only the
 * tools are missing.
 */
export function renderPage(facts: PageFacts): string {
  const { server, portal, data, script, style } = facts;
  const body = safeHtml`${headerOf(facts)}
<main>
${connectSection(facts.connect)}
${section('sign-in', 'Sign in', facts.signIn.map(paragraph))}
${data.signIn ? toolsSection() : undefined}
${section('try', 'Try it', [
  paragraph(
    'MCP Inspector shows the tools without an assistant. It needs Node.js 22.19 or later.',
  ),
  toCopy('MCP Inspector', facts.inspector),
])}
${othersSection('Other servers here', facts.otherServers)}
${section('catalog', 'In the catalog', [
  paragraph(
    'This entity lists the server in a software catalog that has the module @backstage/plugin-catalog-backend-module-ai-model. Name its owner.',
  ),
  toCopy('Catalog entity', facts.catalogEntity),
])}
${helpSection(facts.links)}
</main>
<script type="application/json" id="page-data">${toScriptData(data)}</script>
<script type="module">${trusted(script.text)}</script>`;
  const title = `${server.name}: MCP server of ${portal}`;
  return htmlDocument({ title, style, body });
}

function headerOf({ server, portal, isReadOnly }: PageFacts): Html {
  return safeHtml`<header>
<p class="portal">${portal}</p>
<h1>${server.name}</h1>
${paragraph(server.description ?? `The tools of ${portal}, for AI assistants.`)}
${paragraph(`This is the address of an MCP server. Connect your AI assistant to it, and the assistant can use ${portal} as you.`)}
${isReadOnly ? paragraph('This address has only tools that change nothing.') : undefined}
${toCopy('Address', server.url)}
</header>`;
}

/** JSON in which nothing closes the element or opens a comment. */
function toScriptData(data: PageData): Html {
  return trusted(JSON.stringify(data).replaceAll('<', '\\u003c'));
}
