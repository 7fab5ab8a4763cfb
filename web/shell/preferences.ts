import { signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const KEPT = 'equimarginal.theme';

export const theme = signal<Theme>('auto');

export function openTheme(): void {
  const kept = localStorage.getItem(KEPT);
  setTheme(kept === 'light' || kept === 'dark' ? kept : 'auto');
}

export function setTheme(chosen: Theme): void {
  theme.value = chosen;
  document.documentElement.dataset.theme = chosen;
  localStorage.setItem(KEPT, chosen);
}
