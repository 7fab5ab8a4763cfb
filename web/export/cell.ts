/** A day as a label: a spreadsheet is given a date, a text file `2026-10-31`. */
export interface Day {
  readonly day: string;
}

export type Cell = string | number | Day | null | undefined;

export type Rows = readonly (readonly Cell[])[];
