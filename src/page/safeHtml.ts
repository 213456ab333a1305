/** Markup that is safe to send: whatever was put into it is escaped. */
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

/** A template whose values are escaped, in text and in quoted attributes. */
export function safeHtml(
  strings: TemplateStringsArray,
  ...values: HtmlValue[]
): Html {
  const markup = strings.reduce(
    (text, part, index) => `${text}${toMarkup(values[index - 1])}${part}`,
  );
  return { markup };
}

/** Markup of this package's own, which is no one's input. */
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
