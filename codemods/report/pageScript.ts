/** Filters the list; no request, no storage. */
export const PAGE_SCRIPT = `
const text = document.getElementById('text');
const boxes = [...document.querySelectorAll('input[name=state]')];
const articles = [...document.querySelectorAll('article')];
const groups = [...document.querySelectorAll('button[data-filter]')];
function show() {
  const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const states = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  let shown = 0;
  for (const article of articles) {
    const fits = states.has(article.dataset.state) && words.every((word) => article.dataset.search.includes(word));
    article.hidden = !fits;
    if (fits) shown += 1;
  }
  document.getElementById('shown').textContent = shown + ' shown';
  document.getElementById('none').hidden = shown > 0;
  for (const group of groups) group.setAttribute('aria-pressed', String(group.dataset.filter.toLowerCase() === text.value.toLowerCase()));
}
document.forms[0].addEventListener('submit', (event) => event.preventDefault());
text.addEventListener('input', show);
for (const box of boxes) box.addEventListener('change', show);
for (const group of groups) {
  group.addEventListener('click', () => {
    text.value = group.getAttribute('aria-pressed') === 'true' ? '' : group.dataset.filter;
    show();
  });
}
show();
`;
