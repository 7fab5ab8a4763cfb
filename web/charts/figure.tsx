import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';

export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface FigureProps {
  readonly title: string;
  /** What is to be seen, in a sentence: shown below the title and read out. */
  readonly summary?: string | undefined;
  readonly height: number;
  readonly chart: (width: number, height: number) => VNode;
  /** The figures behind the drawing. */
  readonly table: () => ChartTable;
  readonly legend?: ComponentChildren;
  readonly compact?: boolean;
}

/** A drawing with its name, its legend and the table behind it. The drawing is a pure function of the width. */
export function Figure({ title, summary, height, chart, table, legend, compact }: FigureProps) {
  const id = useId();
  const [box, width] = useWidth();
  const [isOpen, setOpen] = useState(false);
  return (
    <figure aria-labelledby={id} class={compact ? 'figure compact' : 'figure'}>
      <figcaption id={id}>{title}</figcaption>
      {summary && <p class="summary">{summary}</p>}
      {legend && <div class="legend">{legend}</div>}
      <div ref={box} class="drawing">
        {width > 0 && chart(width, height)}
      </div>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('chart.table')}</summary>
        {isOpen && <DataTable {...table()} />}
      </details>
    </figure>
  );
}

function DataTable({ head, rows }: ChartTable) {
  return (
    <ScrollRegion label={t('chart.table')}>
      <table class="plain">
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join('|')}>
              {cells.map((cell, i) => (i === 0 ? <th scope="row">{cell}</th> : <td>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setWidth(Math.floor(element.clientWidth));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return [box, width] as const;
}

/** A mark as it looks in the drawing, with its meaning. */
export function LegendItem({ mark, children }: { mark: Mark; children: ComponentChildren }) {
  return (
    <span class="legend-item">
      <svg width="22" height="12" aria-hidden="true">
        {mark === 'current' && <circle class="mark current" cx="11" cy="6" r="4.5" />}
        {mark === 'proposed' && <path class="mark proposed" d={diamond(11, 6, 5.5)} />}
        {mark === 'observed' && <circle class="mark observed" cx="11" cy="6" r="2.5" />}
        {mark === 'curve' && <path class="line curve" d="M0 6H22" />}
        {mark === 'proposed-line' && <path class="line proposed" d="M0 6H22" />}
        {mark === 'before-line' && <path class="line before" d="M0 6H22" />}
        {mark === 'band' && <rect class="band" width="22" height="12" />}
        {mark === 'guess' && <rect class="guess" width="22" height="12" />}
        {mark === 'limits' && <path class="limits" d="M3 2V10M3 6H19M19 2V10" />}
        {mark === 'bar-before' && <rect class="bar before" width="22" height="12" />}
        {mark === 'bar-after' && <rect class="bar after" width="22" height="12" />}
      </svg>
      {children}
    </span>
  );
}

export type Mark =
  | 'current'
  | 'proposed'
  | 'observed'
  | 'curve'
  | 'proposed-line'
  | 'before-line'
  | 'band'
  | 'guess'
  | 'limits'
  | 'bar-before'
  | 'bar-after';

export const diamond = (x: number, y: number, r: number): string =>
  `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;
