import { unitsToMicros } from '../../store/model/money.ts';

/** Units of currency as stored micros: `12.5` → `"12500000"`. */
export const formatUnitsAsMicros = (units: number): string => unitsToMicros(units).toString();
