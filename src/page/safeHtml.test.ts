import { safeHtml, trusted } from './safeHtml';

describe('safeHtml', () => {
  it('escapes values in text and in attributes', () => {
    const value = `<script>alert("1")</script> & 'x'`;

    expect(safeHtml`<p title="${value}">${value}</p>`.markup).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</p>',
    );
  });

  it('keeps safe markup, alone and in lists', () => {
    const item = safeHtml`<b>${'<'}</b>`;

    expect(safeHtml`${item}${[item, item]}${trusted('<hr>')}`.markup).toBe(
      '<b>&lt;</b><b>&lt;</b><b>&lt;</b><hr>',
    );
  });

  it('omits absent values, and keeps numbers', () => {
    expect(safeHtml`${undefined}|${0}|${''}`.markup).toBe('|0|');
  });
});
