import { language } from '../i18n/i18n.ts';

interface SaidProps {
  /** Our own words for it, made of the API's code and figures; null where it gives none. */
  readonly own: string | null;
  /** The API's sentence. */
  readonly children: string;
}

/** What the API says. Its sentences are English and say the most, so that other languages keep them at hand. */
export function Said({ own, children }: SaidProps) {
  return own === null || language.value === 'en' ? (
    <span lang="en">{children}</span>
  ) : (
    <span title={children}>{own}</span>
  );
}
