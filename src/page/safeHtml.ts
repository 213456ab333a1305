/** Markup that is safe to send, since all values in it are escaped. */
export interface Html {
  readonly markup: string;
}

export type HtmlValue = string | number | Html | undefined | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes the values of a template, in text and in quoted attributes. */
export function safeHtml(
  strings: TemplateStringsArray,
  ...values: HtmlValue[]
): Html {
  const markup = strings.reduce(
    (text, part, index) => `${text}${toMarkup(values[index - 1])}${part}`,
  );
  return { markup };
}

/** Marks this package's own markup as safe. Never use it for input. */
export function trusted(markup: string): Html {
  return { markup };
}

function toMarkup(value: HtmlValue): string {
  if (value === undefined) {
    return '';
  }
  if (isList(value)) {
    return value.map(({ markup }) => markup).join('');
  }
  return typeof value === 'object'
    ? value.markup
    : `${value}`.replace(/[&<>"']/g, char => ESCAPES[char]);
}

function isList(value: HtmlValue): value is readonly Html[] {
  return Array.isArray(value);
}
