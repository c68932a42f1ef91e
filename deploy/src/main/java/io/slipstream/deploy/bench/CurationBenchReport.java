package io.slipstream.deploy.bench;

import java.util.List;
import java.util.Map;

/**
 * What {@code bench curation} measured.
 *
 * @param machine what it ran on
 * @param throughput a line per size
 * @param restart one instance killed and started again
 * @param shared two instances
 * @param sent images sent in all
 * @param delivered images that arrived, each as often as it did
 * @param problems what does not hold, in words
 */
record CurationBenchReport(
        Map<String, String> machine,
        List<Throughput> throughput,
        Restart restart,
        Shared shared,
        long sent,
        long delivered,
        List<String> problems) {

    /**
     * One instance on a backlog.
     *
     * @param bytes of an image, on average
     * @param side of an image, pixels
     * @param images counted, without those at the start
     * @param perSecond images per second
     * @param cores processor time taken per time passed
     * @param perCoreSecond images per second of processor time
     */
    record Throughput(int bytes, int side, long images, double perSecond, double cores, double perCoreSecond) {}

    /**
     * A kill in mid-run.
     *
     * @param remembered images in the state that had to be restored
     * @param readySeconds from the start of the new process until it says that it is ready
     * @param firstImageSeconds from the same moment until the next image arrived, committed
     */
    record Restart(long remembered, double readySeconds, double firstImageSeconds) {}

    /**
     * Two instances on one stream, on the processors of one machine.
     *
     * @param partitions of each
     * @param images that each read
     * @param perSecond images per second, both together
     */
    record Shared(List<Integer> partitions, List<Long> images, double perSecond) {}
}
