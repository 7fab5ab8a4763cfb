/** What runs within the page. Each function is handed over as text, so that it stands for itself and names none within. */

/** Notes when the overview's figures stand in the document. */
export function watchFirstView(): void {
  new MutationObserver((_changes, observer) => {
    if (!document.querySelector('.tiles .big')) return;
    observer.disconnect();
    requestAnimationFrame(() => Reflect.set(globalThis, 'figuresMs', performance.now()));
  }).observe(document, { childList: true, subtree: true });
}

/** Moves the budget slider somewhere else; milliseconds until the plan for it is on screen. */
export async function msUntilAnswered(move: number): Promise<number> {
  const slider = document.querySelector<HTMLInputElement>('input[type=range]');
  const tiles = document.querySelector('.small-tiles');
  if (!slider || !tiles) throw new Error('The slider is not there.');
  const [min, max] = [Number(slider.min), Number(slider.max)];
  const share = 0.25 + 0.5 * ((move * 0.618) % 1);
  const start = performance.now();
  const answered = new Promise<number>((resolve) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - start));
    });
    observer.observe(tiles, { childList: true, characterData: true, subtree: true });
  });
  slider.value = String(Math.round(min + (max - min) * share));
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  const waited = await answered;
  // Until the frontier of the new question has come, too.
  await new Promise((resolve) => setTimeout(resolve, 150));
  return waited;
}

/** Drags for two seconds, a move each frame: plans that appeared, and how long each frame took. */
export async function framesWhileSliding() {
  const slider = document.querySelector<HTMLInputElement>('input[type=range]');
  const tiles = document.querySelector('.small-tiles');
  if (!slider || !tiles) throw new Error('The slider is not there.');
  const [min, max] = [Number(slider.min), Number(slider.max)];
  let plans = 0;
  const observer = new MutationObserver(() => {
    plans += 1;
  });
  observer.observe(tiles, { childList: true, characterData: true, subtree: true });
  const gaps: number[] = [];
  const start = performance.now();
  let last = start;
  while (last - start < 2000) {
    const share = 0.5 + 0.3 * Math.sin((last - start) / 300);
    slider.value = String(Math.round(min + (max - min) * share));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    gaps.push(now - last);
    last = now;
  }
  observer.disconnect();
  return { plansPerSecond: plans / 2, gaps: gaps.slice(1) };
}

/** Scrolls through the table from top to bottom in two seconds. */
export async function framesWhileScrolling() {
  const region = document.querySelector('.scroll.tall');
  if (!region) throw new Error('The table is not there.');
  const most = region.scrollHeight - region.clientHeight;
  const gaps: number[] = [];
  let rows = 0;
  const start = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  let last = start;
  while (last - start < 2000) {
    region.scrollTop = (most * (last - start)) / 2000;
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    rows = Math.max(rows, region.querySelectorAll('tbody tr').length);
    gaps.push(now - last);
    last = now;
  }
  return { rowsInDocument: rows, gaps };
}
