import { computed, signal } from '@preact/signals';

/** Where the page is: everything that it shows can be told from here, so a link shares it. */
export const place = signal(new URL(location.href));

export const path = computed(() => place.value.pathname.replace(/(.)\/$/, '$1'));

export const parameter = (name: string): string | null => place.value.searchParams.get(name);

addEventListener('popstate', () => {
  place.value = new URL(location.href);
});

export function navigate(href: string, { replace = false } = {}): void {
  const url = new URL(href, location.href);
  if (url.href === location.href) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  const isOtherView = url.pathname !== place.value.pathname;
  place.value = url;
  if (isOtherView) scrollTo(0, 0);
}

/** This place with some parameters changed; null or '' takes one away. */
export function withParameters(changes: Readonly<Record<string, string | null>>): string {
  const url = new URL(place.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}

export const setParameters = (changes: Readonly<Record<string, string | null>>): void =>
  navigate(withParameters(changes), { replace: true });

/** Lets ordinary links move within the page. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
    return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (/^\/(graphql|developers|health)/.test(link.pathname) || link.getAttribute('href')?.startsWith('#'))
    return;
  event.preventDefault();
  navigate(link.href);
}
