/** A report as a sequence of blocks, whatever it is written in. All text is plain. */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'HEADING'; readonly text: string }
  | { readonly kind: 'PARAGRAPH'; readonly text: string }
  | { readonly kind: 'LIST'; readonly items: readonly string[] }
  | TableBlock
  | { readonly kind: 'CHART'; readonly chart: Chart };

export interface TableBlock {
  readonly kind: 'TABLE';
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
}

/** `description` says in words what the chart shows. */
export type Chart = LineChart | BarChart | WaterfallChart;

export interface LineChart {
  readonly kind: 'LINE';
  readonly title: string;
  readonly description: string;
  /** One a place on the x axis. */
  readonly labels: readonly string[];
  readonly lines: readonly {
    readonly name: string;
    readonly style: 'SOLID' | 'DASHED';
    /** Null: not known at that place. */
    readonly values: readonly (number | null)[];
  }[];
  /** Around the last place of the x axis. */
  readonly band: {
    readonly name: string;
    readonly from: number;
    readonly low: number;
    readonly high: number;
  } | null;
  readonly format: (value: number) => string;
}

export interface BarChart {
  readonly kind: 'BARS';
  readonly title: string;
  readonly description: string;
  readonly series: readonly string[];
  readonly groups: readonly { readonly label: string; readonly values: readonly number[] }[];
  readonly format: (value: number) => string;
}

export interface WaterfallChart {
  readonly kind: 'WATERFALL';
  readonly title: string;
  readonly description: string;
  readonly start: { readonly label: string; readonly value: number };
  readonly steps: readonly { readonly label: string; readonly change: number }[];
  readonly end: { readonly label: string; readonly value: number };
  readonly format: (value: number) => string;
}
