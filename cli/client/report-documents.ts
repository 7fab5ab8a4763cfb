import { typedDocument } from './create-client.ts';

export type ReportFormat = 'MARKDOWN' | 'HTML';

export const MONTHLY_REPORT = typedDocument<
  { readonly monthlyReport: { readonly document: string } },
  {
    readonly month: string;
    readonly format: ReportFormat;
    readonly convertTo: string | null;
    readonly revenueBasis: 'PLATFORM' | 'CRM' | null;
  }
>(`query MonthlyReport($month: Month!, $format: ReportFormat!, $convertTo: CurrencyCode, $revenueBasis: RevenueBasis) {
  monthlyReport(month: $month, convertTo: $convertTo, revenueBasis: $revenueBasis) {
    document(format: $format)
  }
}`);
