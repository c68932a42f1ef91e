package io.slipstream.deploy.bench.continual;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a benchmark of learning that lasts found.
 *
 * @param machine what it ran on
 * @param device where the encoder was trained
 * @param protocol order of the stream
 * @param budget what each run may cost
 * @param records of each stream, about
 * @param repeats how many times in a row the correlated stream shows an image
 * @param method that was trained
 * @param settings further keys of the trainer's configuration that every run had
 * @param classes that the probe tells apart
 * @param probeImages of the probe, a fifth of them queries
 * @param arms what was tried, in the order of the command
 */
record ContinualReport(
        Map<String, String> machine,
        String device,
        String protocol,
        String budget,
        int records,
        int repeats,
        String method,
        Map<String, Object> settings,
        int classes,
        int probeImages,
        List<ArmFigures> arms) {

    /**
     * One arm, over all seeds.
     *
     * @param finalAccuracy of the vote, on all tasks after the last one
     * @param continualAverage mean, over the ends of tasks, of the accuracy on the tasks so far
     * @param forgetting mean, over all tasks but the last, of the accuracy at the end of the task less that at the end of the
     *     stream; negative where later tasks helped
     * @param linear accuracy of a linear probe after the last task
     */
    record ArmFigures(
            String arm,
            Spread finalAccuracy,
            Spread continualAverage,
            Spread forgetting,
            Spread linear,
            List<ContinualRun.Outcome> runs) {

        static ArmFigures of(Arm arm, List<ContinualRun.Outcome> runs) {
            return new ArmFigures(
                    arm.toString(),
                    Spread.of(runs, ContinualRun.Outcome::finalAccuracy),
                    Spread.of(runs, ContinualRun.Outcome::continualAverage),
                    Spread.of(runs, ContinualRun.Outcome::forgetting),
                    Spread.of(runs, ContinualRun.Outcome::linear),
                    runs);
        }
    }

    /**
     * A figure over several seeds.
     *
     * @param mean of them
     * @param deviation standard deviation of a sample; 0 for one seed
     */
    record Spread(double mean, double deviation) {

        static Spread of(List<ContinualRun.Outcome> runs, ToDoubleFunction<ContinualRun.Outcome> figure) {
            double mean = runs.stream().mapToDouble(figure).average().orElseThrow();
            double squares = runs.stream()
                    .mapToDouble(run -> Math.pow(figure.applyAsDouble(run) - mean, 2))
                    .sum();
            return new Spread(mean, runs.size() < 2 ? 0 : Math.sqrt(squares / (runs.size() - 1)));
        }
    }
}
