import { goalKind } from '../goal-kinds.ts';
import type { Goal, GoalKey } from '../model/goal.ts';
import type { Month } from '../model/monthly.ts';
import type { EvidenceRepository, GoalRepository } from '../ports.ts';
import { memoryEvidence } from './evidence.ts';

export function memoryGoals(): GoalRepository {
  const months = new Map<Month, EvidenceRepository<Goal, GoalKey>>();
  return {
    ofMonth(month) {
      const goals = months.get(month) ?? memoryEvidence<Goal, GoalKey>(goalKind(month));
      months.set(month, goals);
      return goals;
    },
  };
}
