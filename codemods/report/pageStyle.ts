/** Colours keep a contrast of 4.5 to their ground in both schemes. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --text: #1c2128; --soft: #57606a; --line: #d0d7de; --raised: #f6f8fa;
  --done: #0969da; --auto: #1a7f37; --review: #bf8700; --manual: #cf222e; --silenced: #8c959f; --added: #dafbe1; --removed: #ffebe9; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #30363d; --raised: #161b22;
  --done: #4493f8; --auto: #3fb950; --review: #d29922; --manual: #f85149; --silenced: #6e7681; --added: #12261e; --removed: #2d1416; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1rem; margin: 0 0 .5rem; } h3 { font-size: 1rem; margin: 0; font-weight: 600; }
p { margin: .4rem 0 1rem; } header p, .where, em { color: var(--soft); } em { font-style: normal; }
code, pre { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
i { display: inline-block; } .done { background: var(--done); } .auto { background: var(--auto); } .review { background: var(--review); }
.manual { background: var(--manual); } .silenced { background: var(--silenced); }
.bar { display: flex; gap: 2px; height: .6rem; border-radius: .3rem; overflow: hidden; background: var(--line); }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0; margin: .7rem 0 1.5rem; list-style: none; }
.legend i, h3 i { width: .7rem; height: .7rem; border-radius: 50%; margin-right: .45rem; }
.progress { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.5rem; margin-bottom: 1.5rem; }
ol { list-style: none; margin: 0; padding: 0; max-height: 17rem; overflow: auto; }
button { all: unset; box-sizing: border-box; display: grid; grid-template-columns: 1fr auto; gap: .15rem .75rem; width: 100%;
  padding: .35rem .5rem; border-radius: .4rem; cursor: pointer; font: 13px/1.4 ui-monospace, Menlo, Consolas, monospace; }
button span { overflow-wrap: anywhere; } button .bar { grid-column: 1 / -1; height: .35rem; }
button:hover, button[aria-pressed=true] { background: var(--raised); } button[aria-pressed=true] { outline: 1px solid var(--line); }
:focus-visible { outline: 2px solid var(--done); outline-offset: 1px; }
form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; padding: .75rem 0;
  background: var(--ground); border-bottom: 1px solid var(--line); }
input[type=search] { flex: 1 1 15rem; padding: .45rem .7rem; border: 1px solid var(--line); border-radius: .4rem; font: inherit;
  background: var(--raised); color: inherit; }
label { white-space: nowrap; } output { color: var(--soft); }
article { border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; margin-top: 1rem; }
article ul { margin: .3rem 0 .8rem; padding-left: 1.2rem; } .where { margin: .1rem 0 .6rem; overflow-wrap: anywhere; } .to { font-weight: 400; }
.panes { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: .75rem; }
figure { margin: 0; min-width: 0; } figcaption { color: var(--soft); font-size: .8rem; margin-bottom: .2rem; }
pre { margin: 0; padding: .6rem .75rem; overflow: auto; border-radius: .4rem; background: var(--raised); tab-size: 2; }
.before pre { background: var(--removed); } .after pre { background: var(--added); }
aside { border: 1px solid var(--manual); border-radius: .6rem; padding: .9rem 1rem; margin-bottom: 1.5rem; }
[hidden] { display: none !important; }
@media print { form { display: none; } article { break-inside: avoid; } }
`;
