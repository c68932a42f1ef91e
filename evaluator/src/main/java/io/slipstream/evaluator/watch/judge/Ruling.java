package io.slipstream.evaluator.watch.judge;

import io.slipstream.evaluator.drift.AlarmRule;
import io.slipstream.evaluator.drift.Observation;
import io.slipstream.evaluator.watch.row.AlarmMemory;

/**
 * What an alarm rule says about a window and one reference.
 *
 * <p>An alarm is raised once; the stream counts as drifted until as many windows in a row as the rule looks at are ordinary.
 *
 * @param memory to judge the next window with
 * @param threshold of the effect
 * @param exceptional whether the effect is above it, and significant
 * @param raised whether an alarm is raised with this window
 */
record Ruling(AlarmMemory memory, double threshold, boolean exceptional, boolean raised) {

    /** The instants between which a stream changed, milliseconds. */
    record Change(long after, long before) {}

    /** @param change where the change lies if this is the first exceptional window */
    static Ruling of(JudgeSettings settings, AlarmMemory before, Observation effect, Change change) {
        AlarmRule rule = settings.rule().withDeviations(before.deviations());
        boolean tooSmall = effect.effect() <= settings.leastEffect();
        AlarmRule.Verdict verdict = rule.judge(before.state(), tooSmall ? new Observation(effect.effect(), 1) : effect);
        boolean raised = verdict.alarm() && !before.drifted();
        int ordinary = verdict.exceptional() ? 0 : before.ordinary() + 1;
        boolean drifted = verdict.alarm() || (before.drifted() && ordinary < rule.outOf());
        boolean goesOn = before.drifted() || before.isSuspicious();
        boolean isOver = !drifted && verdict.state().recent() == 0;
        Change known = goesOn ? new Change(before.changedAfter(), before.changedBefore()) : change;
        AlarmMemory after = isOver
                ? before.after(verdict, false, ordinary, 0, 0)
                : before.after(verdict, drifted, ordinary, known.after(), known.before());
        return new Ruling(after, Math.max(verdict.threshold(), settings.leastEffect()), verdict.exceptional(), raised);
    }
}
