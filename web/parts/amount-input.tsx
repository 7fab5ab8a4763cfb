interface AmountInputProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  /** Shown behind the field, such as EUR or %. */
  readonly unit?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** The label is for screen readers alone. */
  readonly isBare?: boolean;
}

/** A number that may be left out. It is taken over with every key that makes it one. */
export function AmountInput(props: AmountInputProps) {
  const { label, value, onChange, unit, placeholder, disabled, isBare } = props;
  return (
    <label class="amount">
      <span class={isBare ? 'visually-hidden' : undefined}>{label}</span>
      <span class="amount-field">
        <input
          type="number"
          inputMode="decimal"
          min="0"
          step="any"
          value={value ?? ''}
          placeholder={placeholder}
          disabled={disabled}
          onInput={(event) => {
            const text = event.currentTarget.value;
            const typed = event.currentTarget.valueAsNumber;
            if (text === '') onChange(undefined);
            else if (Number.isFinite(typed) && typed >= 0) onChange(typed);
          }}
        />
        {unit && <span class="unit">{unit}</span>}
      </span>
    </label>
  );
}
