import type { ComponentChildren, Ref } from 'preact';

interface ScrollRegionProps {
  readonly label: string;
  readonly class?: string;
  readonly box?: Ref<HTMLElement>;
  readonly onScroll?: () => void;
  readonly children: ComponentChildren;
}

/** What may be wider or longer than its place: the keyboard can reach it and scroll it (WCAG 2.1.1). */
export function ScrollRegion({ label, class: name = 'scroll', box, onScroll, children }: ScrollRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to take the focus
    <section ref={box ?? null} class={name} tabIndex={0} aria-label={label} onScroll={onScroll}>
      {children}
    </section>
  );
}
