#ifndef JUMELAGE_CLIENTS_CLI_PAGE_HTML_STYLE_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_HTML_STYLE_H_

namespace jumelage::cli {

// The style of a page: system fonts, a readable line length, cards for partners and projects. Every
// colour has a contrast ratio of at least 4.5 to 1 with the colours that it is combined with, in
// light and dark mode.
inline constexpr char kHtmlStyle[] = R"css(:root {
  color-scheme: light dark;
  --ink: #1d2733; --soft: #52606d; --paper: #f6f7f9; --card: #ffffff; --line: #d9dee4;
  --accent: #14507e; --accent-ink: #ffffff;
  --good: #1b6b3a; --good-paper: #e3f4e9; --rest: #7a4d00; --rest-paper: #fdf1dc;
  --stop: #9b1c1c; --stop-paper: #fce8e8; --mark: #14507e; --mark-paper: #e2eef8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6eaef; --soft: #aab4c0; --paper: #12171d; --card: #1b222b; --line: #343e4a;
    --accent: #8cc4f2; --accent-ink: #12171d;
    --good: #8fd9aa; --good-paper: #17331f; --rest: #f0c377; --rest-paper: #3a2c10;
    --stop: #f5a8a8; --stop-paper: #431c1c; --mark: #a5d1f5; --mark-paper: #16324a;
  }
}
* { box-sizing: border-box; }
[dir="auto"] { unicode-bidi: plaintext; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
header { background: var(--accent); color: var(--accent-ink); padding: 2.5rem 1.25rem; }
header h1, header p, nav ul { max-width: 62rem; margin: 0 auto; }
main { max-width: 64.5rem; margin: 0 auto; }
header h1 { font-size: 2.1rem; line-height: 1.2; }
header .subtitle { margin-top: .5rem; font-size: 1.1rem; }
header a { color: inherit; }
nav { background: var(--card); border-bottom: 1px solid var(--line); padding: .6rem 1.25rem; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
main { padding: 1rem 1.25rem 4rem; }
a { color: var(--accent); text-underline-offset: .15em; overflow-wrap: anywhere; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
h2 { font-size: 1.5rem; margin: 2.5rem 0 1rem; }
h3 { font-size: 1.2rem; margin: 1.75rem 0 .75rem; }
h4, h5, h6 { font-size: 1.05rem; margin: 1.25rem 0 .5rem; }
.year > h3 { color: var(--soft); font-weight: 600; border-bottom: 2px solid var(--line);
  padding-bottom: .25rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: 1.1rem 1.35rem; margin: 1rem 0; }
article > h3, article > h4 { margin-top: 0; font-size: 1.25rem; }
dl { display: grid; gap: .1rem 1.25rem; margin: .75rem 0; }
dl > div { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: 0 1.25rem;
  padding: .3rem 0; border-top: 1px solid var(--line); }
dl > div:first-child { border-top: 0; }
/* A term spans all rows of its values, so a term that wraps doesn't push them apart. */
dt { color: var(--soft); grid-column: 1; grid-row: 1 / span 100; }
dd { margin: 0; grid-column: 2; }
ul { padding-left: 1.25rem; }
.tags { list-style: none; padding: 0; margin: .5rem 0; display: flex; flex-wrap: wrap; gap: .4rem; }
.tags li { border-radius: 1rem; padding: .05rem .7rem; font-size: .9rem; border: 1px solid;
  color: var(--soft); }
.tags .good { color: var(--good); background: var(--good-paper); }
.tags .rest { color: var(--rest); background: var(--rest-paper); }
.tags .stop { color: var(--stop); background: var(--stop-paper); }
.tags .mark { color: var(--mark); background: var(--mark-paper); font-weight: 600; }
@media (max-width: 40rem) {
  dl > div { grid-template-columns: 1fr; }
  dt { grid-row: auto; }
  dd { grid-column: 1; }
}
@media print {
  nav { display: none; }
  body, article { background: none; }
  article { break-inside: avoid; }
}
)css";

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_HTML_STYLE_H_
