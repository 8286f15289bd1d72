package dev.sessionbeam.report.page;

/** The style of the page. Each pair of colours has the contrast that WCAG AA asks for. */
final class PageStyle {
  static final String CSS =
      """
      :root {
        color-scheme: light dark;
        --page: #ffffff; --text: #1b1f24; --quiet: #555d66; --line: #d5d9de; --tile: #f2f4f7;
        --s0: #1d5fa6; --s1: #b4530a; --s2: #5b5f65; --mark: #a3123f; --warning: #fff3d6;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --page: #15181d; --text: #e9ebee; --quiet: #b3bac2; --line: #3b424b; --tile: #20252c;
          --s0: #6fb0f5; --s1: #f0a35c; --s2: #b9bec5; --mark: #ff8fae; --warning: #4a3a10;
        }
      }
      * { box-sizing: border-box; }
      body {
        margin: 0 auto; padding: 1rem; max-width: 90rem; background: var(--page);
        color: var(--text); font: 16px/1.45 system-ui, sans-serif;
      }
      h1, p, li, dd { overflow-wrap: anywhere; }
      h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
      h2 { font-size: 1.25rem; margin: 2rem 0 .75rem; border-bottom: 1px solid var(--line); }
      h3 { font-size: 1rem; margin: 0; }
      p { margin: .4rem 0; max-width: 48rem; }
      figcaption p, .note { color: var(--quiet); font-size: .9rem; }
      .warning { background: var(--warning); padding: .5rem .75rem; }
      .tiles {
        display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem;
        margin: 1rem 0;
      }
      .tiles div { background: var(--tile); padding: .5rem .75rem; }
      .tiles dt { color: var(--quiet); font-size: .85rem; }
      .tiles dd { margin: 0; font-size: 1.3rem; }
      .charts {
        display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr));
        gap: 1.5rem; align-items: start;
      }
      figure { margin: 0; min-width: 0; max-width: 34rem; }
      svg { display: block; width: 100%; height: auto; margin: .5rem 0; }
      svg text { font-size: 10.5px; fill: var(--text); }
      svg .axis { fill: var(--quiet); font-style: italic; }
      svg .tick { fill: var(--quiet); }
      svg .start { text-anchor: start; }
      svg .middle { text-anchor: middle; }
      svg .end { text-anchor: end; }
      svg .grid { stroke: var(--line); stroke-width: 1; }
      svg .mark { stroke: var(--mark); stroke-width: 1.5; stroke-dasharray: 5 3; }
      svg .marktext { fill: var(--mark); font-weight: 600; }
      .s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); }
      .legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .3rem 0; padding: 0; }
      .legend li { list-style: none; font-size: .9rem; }
      .key { display: inline-block; width: .8em; height: .8em; margin-right: .35em; }
      .k0 { background: var(--s0); } .k1 { background: var(--s1); } .k2 { background: var(--s2); }
      summary { cursor: pointer; font-size: .9rem; }
      .scroll { overflow-x: auto; margin: 0 0 .75rem; }
      table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
      .caption { font-weight: 600; font-size: .9rem; margin: .75rem 0 0; }
      th, td {
        padding: .25rem .75rem .25rem 0; text-align: end; vertical-align: top;
        border-bottom: 1px solid var(--line);
      }
      td { white-space: nowrap; }
      bdi {
        display: inline-block; max-width: min(20rem, 45vw); white-space: normal;
        overflow-wrap: anywhere; text-align: start;
      }
      thead th { color: var(--quiet); font-weight: 600; }
      th:first-child { text-align: start; font-weight: 400; min-width: 6rem; }
      :focus-visible { outline: 2px solid var(--s0); outline-offset: 2px; }
      @media print {
        :root {
          color-scheme: light;
          --page: #ffffff; --text: #000000; --quiet: #444444; --line: #bbbbbb; --tile: #ffffff;
          --s0: #1d5fa6; --s1: #b4530a; --s2: #5b5f65; --mark: #a3123f; --warning: #ffffff;
        }
        body { padding: 0; font-size: 11pt; }
        .charts { grid-template-columns: 1fr 1fr; }
        figure, tr, .tiles div { break-inside: avoid; }
        h2 { break-after: avoid; }
        details, summary { display: none; }
        .scroll { overflow: visible; } td { white-space: normal; }
        * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      }
      """;

  private PageStyle() {}
}
